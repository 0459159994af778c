// The heap stays flat, however many calls there are.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Attributes } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { failed, ok, span } from './spans.ts';

/** The n-th of calls of which no two have anything in common that they are remembered by. */
const DIFFERENT: Readonly<Record<string, (n: number) => Attributes>> = {
  'answers to different requests': (n) => ok(request(n)),
  'tool uses in different traces': (n) => ok({ ...request(n), 'anthropic.message.stop_reason': 'tool_use' }),
  'requests that were asked to wait': (n) =>
    failed(429, 'rate_limit_error', 'Rate limited', { ...request(n), 'anthropic.retry.after': 30 }),
  'answers to different organizations': (n) => ok({ 'anthropic.organization.id': `org_${n}` }),
};
const request = (n: number): Attributes => ({ 'anthropic.request.fingerprint': `f${n}` });

it.each(Object.entries(DIFFERENT))('thirty thousand %s keep the heap flat', (_, call) => {
  const processor = new DiagnosisSpanProcessor();
  const burn = (from: number) => {
    for (let n = from; n < from + 10_000; n++)
      processor.onEnding(span(call(n), 1_000 + n, { traceId: `t${n}` }));
  };
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  burn(0);
  const before = heap();
  for (let round = 1; round < 3; round++) burn(round * 10_000);
  expect(heap() - before).toBeLessThan(1_000_000);
});

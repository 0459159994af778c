// The heap stays flat, however many calls there are, and in whichever order spans end.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Attributes, type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, it } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { failed, ok, span } from './spans.ts';

/** The attributes of call number `n`, by kind. No two of these calls share a key under which they are kept. */
const DIFFERENT: Readonly<Record<string, (n: number) => Attributes>> = {
  'answers to different requests': (n) => ok(request(n)),
  'tool uses in different traces': (n) => ok({ ...request(n), 'anthropic.message.stop_reason': 'tool_use' }),
  'requests that were asked to wait': (n) =>
    failed(429, 'rate_limit_error', 'Rate limited', { ...request(n), 'anthropic.retry.after': 30 }),
  'answers to different organizations': (n) => ok({ 'anthropic.organization.id': `org_${n}` }),
};
const request = (n: number): Attributes => ({ 'anthropic.request.fingerprint': `f${n}` });

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

it.each(Object.entries(DIFFERENT))('thirty thousand %s keep the heap flat', (_, call) => {
  const processor = new DiagnosisSpanProcessor();
  const burn = (from: number) => {
    for (let n = from; n < from + 10_000; n++)
      processor.onEnding(span(call(n), 1_000 + n, { traceId: `t${n}` }));
  };
  burn(0);
  const before = heap();
  for (let round = 1; round < 3; round++) burn(round * 10_000);
  expect(heap() - before).toBeLessThan(1_000_000);
});

/** Ends a step before the call within it, or a call as a span of another kind. */
const OUT_OF_ORDER: Readonly<Record<string, (step: Span, call: Span) => void>> = {
  'that outlast their step': () => {},
  'that end as something else': (_, call) => call.setAttribute('ai.operationId', 'ai.toolCall'),
  'whose step ends as something else': (step) => step.setAttribute('ai.operationId', 'ai.toolCall'),
};

it.each(Object.entries(OUT_OF_ORDER))('calls %s are not kept', (_, change) => {
  const provider = new BasicTracerProvider({ spanProcessors: [new DiagnosisSpanProcessor()] });
  const start = (operation: string, context: Context, more: Attributes = {}): Span =>
    provider
      .getTracer('ai')
      .startSpan(
        operation,
        { attributes: { 'ai.operationId': operation, 'ai.model.provider': 'anthropic.messages', ...more } },
        context,
      );
  const burn = (count: number) => {
    for (let n = 0; n < count; n++) {
      const step = start('ai.streamText', ROOT_CONTEXT);
      const call = start('ai.streamText.doStream', trace.setSpan(ROOT_CONTEXT, step), {
        'ai.prompt.messages': Buffer.alloc(4_000, `${n} `).toString(),
      });
      change(step, call);
      step.end();
      call.end();
    }
  };
  burn(500);
  const before = heap();
  burn(2_000);
  expect(heap() - before).toBeLessThan(1_000_000);
});

// What a healthy call costs, as ratios to what any program does anyway: absolute times differ between machines.
import type { Attributes } from '@opentelemetry/api';
import { readFacts } from '@sevenstep/checklist';
import { expect, it } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { failed, ok, span } from './spans.ts';

const HEALTHY: Attributes = ok({
  'gen_ai.request.max_tokens': 1024,
  'gen_ai.request.stream': true,
  'gen_ai.response.id': 'msg_1',
  'gen_ai.response.model': 'claude-sonnet-5',
  'gen_ai.response.finish_reasons': ['end_turn'],
  'gen_ai.usage.input_tokens': 25,
  'gen_ai.usage.output_tokens': 12,
  'http.request.method': 'POST',
  'http.route': '/v1/messages',
  'server.address': 'api.anthropic.com',
  'server.port': 443,
  'url.full': 'https://api.anthropic.com/v1/messages',
  'anthropic.request.timeout': 600,
  'anthropic.request.max_retries': 2,
  'anthropic.stream.outcome': 'completed',
  'anthropic.stream.events': 12,
  'anthropic.stream.longest_gap': 0.4,
  'anthropic.stream.consumer_wait': 0.01,
  'anthropic.stream.output_characters': 400,
  ...Object.fromEntries(
    ['requests', 'tokens', 'input_tokens', 'output_tokens'].flatMap((kind) => [
      [`anthropic.ratelimit.${kind}.limit`, 4000],
      [`anthropic.ratelimit.${kind}.remaining`, 3999],
      [`anthropic.ratelimit.${kind}.reset`, 1],
    ]),
  ),
});
const FAILED: Attributes = failed(
  429,
  'rate_limit_error',
  "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
);

/** Microseconds of one run: the best of some rounds, since what disturbs only adds. */
function cost(run: (i: number) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const started = performance.now();
    for (let i = 0; i < 4_000; i++) run(i);
    best = Math.min(best, ((performance.now() - started) / 4_000) * 1_000);
  }
  return best;
}

it('a healthy call costs a fraction of a failed one, and less than its own attributes as JSON', () => {
  const spans = Array.from({ length: 64 }, (_, i) => span(HEALTHY, 1_000 + i / 10, { traceId: `${i}` }));
  const ended = (processor: DiagnosisSpanProcessor) => (i: number) =>
    processor.onEnding(spans[i % 64] ?? span({}, 0));
  const alike = new DiagnosisSpanProcessor({ manyCalls: false });
  const alone = cost(ended(new DiagnosisSpanProcessor({ manyCalls: false })));
  const withWindows = cost(ended(new DiagnosisSpanProcessor()));
  const failing = cost((i) => alike.onEnding(span(FAILED, 1_000 + i)));
  const json = cost(() => JSON.stringify(HEALTHY));
  const typed = cost(() => readFacts(HEALTHY));
  console.info(
    `µs: healthy ${alone.toFixed(2)}, with windows ${withWindows.toFixed(2)}, failed ${failing.toFixed(2)}, facts alone ${typed.toFixed(2)}, JSON of the attributes ${json.toFixed(2)}`,
  );
  expect(alone).toBeLessThan(failing / 4);
  expect(alone).toBeLessThan(typed);
  expect(withWindows).toBeLessThan(json * 2);
});

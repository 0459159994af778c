// Two other instrumentations see a call: it counts once, when the last of its spans ends, with the facts of both.
import { type HrTime, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { beforeEach, expect, test } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';

const LIMITED =
  '429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization\'s rate limit of 50,000 input tokens per minute."}}';

let found: string[];
let processor: DiagnosisSpanProcessor;
let provider: BasicTracerProvider;
beforeEach(() => {
  found = [];
  processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => found.push(id) });
  provider = new BasicTracerProvider({ spanProcessors: [processor] });
});

/** A time in milliseconds. As a bare number the SDK reads it as one of this process, where that is old enough. */
const at = (milliseconds: number): HrTime => [
  Math.floor(milliseconds / 1_000),
  (milliseconds % 1_000) * 1_000_000,
];

const root = (): Span => provider.getTracer('app').startSpan('POST /chat');
const start = (scope: string, parent: Span): Span =>
  provider
    .getTracer(scope)
    .startSpan(
      'chat',
      { attributes: { 'gen_ai.provider.name': 'anthropic' }, startTime: at(1_000) },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
/** As the SDK's own spans. */
const failBare = (span: Span): void => {
  span.setAttributes({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 });
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(at(2_000));
};
const failSaid = (span: Span, message = LIMITED): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end(at(2_000));
};
const tagOf = (span: Span): unknown =>
  (span as unknown as { attributes: Record<string, unknown> }).attributes['anthropic.diagnosis.id'];
const LIMIT = 'limits.input_tokens_per_minute';

test('one within the other: the inner has a tag at once, and the diagnosis of both when the outer ends', () => {
  const outer = start('theirs', root());
  const inner = start('com.anthropic.sdk.typescript', outer);
  failBare(inner);
  expect([found, tagOf(inner)]).toEqual([[], 'limits.unrecognized']);
  failSaid(outer);
  expect([found, tagOf(inner), tagOf(outer)]).toEqual([[LIMIT], LIMIT, LIMIT]);
});

test('beside each other: the last to end has the diagnosis of both', () => {
  const parent = root();
  const [a, b] = [start('one', parent), start('two', parent)];
  failSaid(a);
  failBare(b);
  expect([found, tagOf(a), tagOf(b)]).toEqual([[LIMIT], LIMIT, LIMIT]);
});

test('calls one after the other within a span of another are each a call', () => {
  const outer = start('theirs', root());
  for (const _ of [1, 2]) failBare(start('inner', outer));
  expect(found).toEqual(['limits.unrecognized']);
  failSaid(outer);
  expect(found).toEqual(['limits.unrecognized', LIMIT]);
});

test('one within the other that ends later: the inner has the diagnosis of both', () => {
  const outer = start('theirs', root());
  const inner = start('com.anthropic.sdk.typescript', outer);
  failSaid(outer);
  expect(found).toEqual([]);
  failBare(inner);
  expect([found, tagOf(inner), tagOf(outer)]).toEqual([[LIMIT], LIMIT, LIMIT]);
});

test('a span that waits in vain is a call once another ends ten seconds later', () => {
  const parent = root();
  start('never', parent);
  failSaid(start('one', parent));
  const later = start('one', root());
  later.end(at(11_500));
  expect(found).toEqual([]);
  start('one', root()).end(at(12_500));
  expect(found).toEqual([LIMIT]);
});

test('a span that waits for the span of another call, or for one that never ends, is a separate call', async () => {
  const parent = root();
  const [a, other] = [start('one', parent), start('two', parent)];
  failBare(a);
  expect(found).toEqual([]);
  other.setAttribute('gen_ai.request.model', 'claude-haiku-4-5');
  other.end(at(60_000));
  expect([found, tagOf(other)]).toEqual([['limits.unrecognized'], undefined]);
  start('theirs', parent);
  failSaid(start('one', parent));
  expect(found).toHaveLength(1);
  await processor.forceFlush();
  expect(found).toEqual(['limits.unrecognized', LIMIT]);
  await processor.shutdown();
  expect(found).toHaveLength(2);
});

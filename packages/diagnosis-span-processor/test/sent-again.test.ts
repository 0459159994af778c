// A framework that retries a call makes a span for each attempt. They count as one call, which recovered or failed once.
import { type Attributes, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { OpenTries } from '../src/diagnosis/open-tries.ts';
import { DiagnosisSpanProcessor } from '../src/index.ts';

const MODEL = { 'ai.model.provider': 'anthropic.messages', 'ai.model.id': 'claude-sonnet-5' };
const LIMITED = "This request would exceed your organization's rate limit of 50 requests per minute.";

/** A processor, what it counts, and spans of the AI SDK. */
function listening() {
  const counted: string[] = [];
  const processor = new DiagnosisSpanProcessor({
    onDiagnosis: ({ id }) => counted.push(id),
    manyCalls: false,
  });
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('ai');
  const start = (operation: string, parent?: Span) =>
    tracer.startSpan(
      operation,
      { attributes: { 'ai.operationId': operation, ...MODEL } },
      parent ? trace.setSpan(context.active(), parent) : context.active(),
    );
  const end = (span: Span, message: string | undefined) => {
    if (message !== undefined) {
      span.recordException({ name: 'AI_APICallError', message });
      span.setStatus({ code: SpanStatusCode.ERROR, message });
    }
    span.end();
    return (span as unknown as { attributes: Attributes }).attributes['anthropic.diagnosis.id'];
  };
  return { counted, processor, start, end };
}

/** The counts, and the attributes of the attempts' spans, for the AI SDK's `generateText`. */
function generateText(tries: readonly (string | undefined)[]) {
  const { counted, start, end } = listening();
  const step = start('ai.generateText');
  const tagged = tries.map((message) => end(start('ai.generateText.doGenerate', step), message));
  const last = tries.at(-1);
  end(step, last && `Failed after ${tries.length} attempts. Last error: ${last}`);
  return { counted, tagged };
}

test('a call that went well after tries that failed recovered from them', () => {
  expect(generateText([LIMITED, LIMITED, undefined])).toEqual({
    counted: ['limits.recovered'],
    tagged: ['limits.requests_per_minute', 'limits.requests_per_minute', 'limits.recovered'],
  });
});

test('a call whose tries all failed counts once, and its step not at all', () => {
  expect(generateText([LIMITED, LIMITED]).counted).toEqual(['limits.requests_per_minute']);
  expect(generateText([LIMITED]).counted).toEqual(['limits.requests_per_minute']);
});

test('a call that went well is no try of the next', () => {
  expect(generateText([undefined, 'Overloaded']).counted).toEqual(['service.overloaded']);
  expect(generateText([undefined, undefined]).counted).toEqual([]);
});

test('a try of a step that is still open counts at shutdown', async () => {
  const { counted, processor, start, end } = listening();
  end(start('ai.generateText.doGenerate', start('ai.generateText')), LIMITED);
  expect(counted).toEqual([]);
  await processor.shutdown();
  await processor.shutdown();
  expect(counted).toEqual(['limits.requests_per_minute']);
});

test('of many steps the last are kept', () => {
  const tries = new OpenTries();
  const last = { span: { attributes: {} }, attributes: {}, statusMessage: undefined, write: () => undefined };
  const forgotten = Array.from({ length: 1_001 }, (_, step) => tries.put(`${step}`, { last, attempts: [] }));
  expect(forgotten.map((each) => each?.last)).toEqual([...Array(1_000).fill(undefined), last]);
  expect([tries.take('0'), tries.take('1')?.last, tries.take('1')]).toEqual([undefined, last, undefined]);
  tries.put('step', { last, attempts: Array.from({ length: 30 }, (_, at) => ({ attributes: { at } })) });
  expect(tries.take('step')?.attempts.map(({ attributes }) => attributes.at)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 10),
  );
});

test('of more open steps than are remembered, the call of each counts once', () => {
  const { counted, start, end } = listening();
  const steps = Array.from({ length: 1_003 }, () => {
    const step = start('ai.generateText');
    end(start('ai.generateText.doGenerate', step), LIMITED);
    return step;
  });
  expect(counted).toHaveLength(3);
  for (const step of steps) end(step, LIMITED);
  expect(counted).toHaveLength(1_003);
});

test('a wrapper that ends after the span of its call counts for both, with the facts of both', () => {
  const counted: string[] = [];
  const processor = new DiagnosisSpanProcessor({
    onDiagnosis: ({ id }) => counted.push(id),
    manyCalls: false,
  });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const call = (wrapperFails: boolean) => {
    const wrapper = provider.getTracer('langfuse-sdk').startSpan('answer', {
      attributes: {
        'langfuse.observation.type': 'generation',
        'langfuse.observation.model.name': 'claude-sonnet-5',
      },
    });
    const inner = provider.getTracer('com.anthropic.sdk.typescript').startSpan(
      'anthropic.messages.create',
      {
        attributes: {
          'gen_ai.provider.name': 'anthropic',
          'gen_ai.operation.name': 'chat',
          'server.address': 'api.anthropic.com',
        },
      },
      trace.setSpan(context.active(), wrapper),
    );
    inner.setAttributes({ 'error.type': 'permission_error', 'http.response.status_code': 403 });
    inner.setStatus({ code: SpanStatusCode.ERROR });
    inner.end();
    const message =
      '403 {"type":"error","error":{"details":{"error_code":"sandbox_egress_restricted"},"type":"permission_error","message":"No."},"request_id":"req_1"}';
    if (wrapperFails) wrapper.setStatus({ code: SpanStatusCode.ERROR, message });
    wrapper.end();
  };
  call(true);
  expect(counted).toEqual(['endpoint.sandbox_restricted']);
  call(false);
  expect(counted.slice(1)).toEqual(['identity.permission']);
});

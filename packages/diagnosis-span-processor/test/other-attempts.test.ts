// Requests that another instrumentation saw within another's call: they tell what its span does not.
import { type Attributes, context, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';
import { CallAttempts } from '../src/spans/call-attempts.ts';

const CALL = { 'gen_ai.system': 'anthropic', 'gen_ai.request.model': 'claude-sonnet-5' };

function diagnosed(attributes: Attributes, statuses: readonly number[], fails: boolean): string[] {
  const counted: string[] = [];
  const processor = new DiagnosisSpanProcessor({ onDiagnosis: ({ id }) => counted.push(id) });
  const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('@sentry/node');
  const within = (parent: Span) => trace.setSpan(context.active(), parent);
  const call = tracer.startSpan('chat', { attributes });
  for (const status of statuses) {
    const request = { 'http.request.method': 'POST', 'http.response.status_code': status };
    const span = tracer.startSpan('POST', { attributes: request }, within(call));
    if (status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
  if (fails) call.setStatus({ code: SpanStatusCode.ERROR });
  call.end();
  return counted;
}

test('the status of a failed call is that of its last request', () => {
  expect(diagnosed(CALL, [429, 529], true)).toEqual(['service.overloaded']);
});

test('a call that went well after requests that failed recovered from them', () => {
  expect(diagnosed(CALL, [429, 200], false)).toEqual(['limits.recovered']);
  expect(diagnosed(CALL, [200], false)).toEqual([]);
});

test('requests within a call of ours or of no call are left alone', () => {
  expect(diagnosed({ ...CALL, 'anthropic.sdk.method': 'messages.create' }, [429, 200], false)).toEqual([]);
  expect(diagnosed({}, [429, 529], true)).toEqual([]);
});

test('of many calls and of many requests the last are kept', () => {
  const attempts = new CallAttempts();
  for (let call = 0; call <= 1_000; call++) attempts.add(`${call}`, { attributes: {} });
  expect([attempts.take('0'), attempts.take('1')].map(({ length }) => length)).toEqual([0, 1]);
  for (let request = 0; request < 30; request++) attempts.add('call', { attributes: { request } });
  expect(attempts.take('call').map(({ attributes }) => attributes.request)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 10),
  );
  expect(attempts.take('call')).toEqual([]);
});

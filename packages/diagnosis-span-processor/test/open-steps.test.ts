// A step around calls counts as a call if only the step reports a failure, in a running application.
import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { beforeEach, expect, test } from 'vitest';
import { DiagnosisSpanProcessor } from '../src/index.ts';

let found: string[];
let provider: BasicTracerProvider;
beforeEach(() => {
  found = [];
  const onDiagnosis = ({ id }: { id: string }) => found.push(id);
  provider = new BasicTracerProvider({ spanProcessors: [new DiagnosisSpanProcessor({ onDiagnosis })] });
});

/** As the AI SDK 5 writes them. */
const start = (operation: string, parent?: Span): Span =>
  provider
    .getTracer('ai')
    .startSpan(
      operation,
      { attributes: { 'ai.operationId': operation, 'ai.model.provider': 'anthropic.messages' } },
      contextOf(parent),
    );
const contextOf = (parent: Span | undefined): Context =>
  parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
const fail = (span: Span, message = 'Overloaded'): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
};
const tagOf = (span: Span): unknown =>
  (span as unknown as { attributes: Record<string, unknown> }).attributes['anthropic.diagnosis.id'];

test('a step whose call never ends is the call, and has the diagnosis', () => {
  const step = start('ai.streamText');
  start('ai.streamText.doStream', step);
  fail(step);
  expect([found, tagOf(step)]).toEqual([['service.overloaded'], 'service.overloaded']);
});

test('a step with a failed call within it is none, also with a span of the application between them', () => {
  const step = start('ai.streamText');
  fail(start('ai.streamText.doStream', step));
  fail(step);
  const other = start('ai.streamText');
  const between = provider.getTracer('app').startSpan('lookup', {}, contextOf(other));
  fail(start('ai.streamText.doStream', between));
  fail(other);
  expect(found).toEqual(['service.overloaded', 'service.overloaded']);
});

test('of steps within each other the innermost is the call', () => {
  const outer = start('ai.streamText');
  const inner = start('ai.streamText', outer);
  fail(inner);
  fail(outer);
  expect([found.length, tagOf(inner), tagOf(outer)]).toEqual([1, 'service.overloaded', undefined]);
});

test('a step that went well is none; one that failed beside calls that went well is, where a rule recognises it', () => {
  const well = start('ai.streamText');
  start('ai.streamText.doStream', well).end();
  well.end();
  expect(found).toEqual([]);
  for (const message of ['The tool weather is not there', 'Overloaded']) {
    const step = start('ai.streamText');
    start('ai.streamText.doStream', step).end();
    fail(step, message);
  }
  expect(found).toEqual(['service.overloaded']);
});

// A step around calls counts as a call if only the step reports a failure, in a stored trace.
import { readTelemetry } from '@sevenstep/checklist';
import { expect, test } from 'vitest';
import { CallGrouper } from '../src/calls/call-grouper.ts';
import type { Span } from '../src/spans/span.ts';

const OVERLOADED = { failed: true, statusMessage: 'Overloaded' };

/** As the AI SDK 5 writes them. */
const span = (
  spanId: string,
  operation: string,
  parentSpanId: string | undefined,
  more: { failed?: boolean; statusMessage?: string } = {},
): Span => {
  const attributes = { 'ai.operationId': operation, 'ai.model.provider': 'anthropic.messages' };
  const { role, ...read } = readTelemetry({ attributes, scope: 'ai', name: operation, ...more });
  const kept = { attributes: read.attributes, statusMessage: read.statusMessage };
  return {
    traceId: 't',
    spanId,
    parentSpanId,
    name: operation,
    role,
    start: 1,
    end: 2,
    resource: {},
    ...kept,
  };
};

const callsOf = (...spans: readonly Span[]) => {
  const grouper = new CallGrouper();
  for (const one of spans) grouper.add(one);
  return grouper.rest().map(({ call }) => [call.span.spanId, call.finding?.id]);
};

test('a step whose call never ended is the call', () => {
  expect(callsOf(span('a', 'ai.streamText', undefined, OVERLOADED))).toEqual([['a', 'service.overloaded']]);
});

test('a step that went well is none, with calls within it and without', () => {
  expect(callsOf(span('a', 'ai.streamText', undefined))).toEqual([]);
  expect(callsOf(span('a', 'ai.streamText', undefined), span('b', 'ai.streamText.doStream', 'a'))).toEqual([
    ['b', undefined],
  ]);
});

test('a step with a failed call within it, at any depth, is none', () => {
  const failed = span('c', 'ai.streamText.doStream', 'b', OVERLOADED);
  const between: Span = { ...span('b', 'app', 'a'), role: undefined, attributes: {} };
  expect(callsOf(span('a', 'ai.streamText', undefined, OVERLOADED), between, failed)).toEqual([
    ['c', 'service.overloaded'],
  ]);
  expect(callsOf(failed, between, span('a', 'ai.streamText', undefined, OVERLOADED))).toHaveLength(1);
});

test('of steps within each other the innermost is the call', () => {
  expect(
    callsOf(span('a', 'ai.streamText', undefined, OVERLOADED), span('b', 'ai.streamText', 'a', OVERLOADED)),
  ).toEqual([['b', 'service.overloaded']]);
});

test('a failure beside calls that went well is another call where a rule recognises it, else the framework itself', () => {
  const well = span('b', 'ai.streamText.doStream', 'a');
  expect(callsOf(well, span('a', 'ai.streamText', undefined, OVERLOADED))).toEqual([
    ['b', undefined],
    ['a', 'service.overloaded'],
  ]);
  const own = { failed: true, statusMessage: 'The tool weather is not there' };
  expect(callsOf(well, span('a', 'ai.streamText', undefined, own))).toEqual([['b', undefined]]);
});

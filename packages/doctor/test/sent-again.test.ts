// Tries of a call that a framework made within one step: the last stands for all.
import { expect, test } from 'vitest';
import { callOf } from '../src/calls/call.ts';
import { groupTrace } from '../src/calls/group-trace.ts';
import type { Span } from '../src/spans/span.ts';

const span = (
  spanId: string,
  operation: string,
  [start, end]: readonly [number, number],
  fails: boolean,
): Span => ({
  traceId: 't',
  spanId,
  name: operation,
  role: operation.includes('.do') ? 'call' : 'step',
  start,
  end,
  attributes: {
    'ai.operationId': operation,
    'gen_ai.system': 'anthropic.messages',
    'gen_ai.request.model': 'claude-sonnet-5',
    ...(fails && { 'error.type': 'AI_APICallError' }),
  },
  statusMessage: fails ? 'Overloaded' : undefined,
  resource: {},
  scope: { name: 'ai' },
});

/** The report of each call, and its attempts. */
const calls = (...tries: readonly (readonly [start: number, end: number, fails: boolean])[]) => {
  const step = span('0', 'ai.generateText', [0, 1_000], false);
  const spans = tries.map(([start, end, fails], at) =>
    span(`${at + 1}`, 'ai.generateText.doGenerate', [start, end], fails),
  );
  return groupTrace({
    calls: new Map(spans.map((one) => [one.spanId, one])),
    steps: new Map([['0', step]]),
    requests: new Map(),
    parents: new Map(spans.map((one) => [one.spanId, '0'])),
  }).map((call) => [callOf(call.span, call.attempts, call.others).finding?.id, call.attempts.length]);
};

test('one that went well after others recovered from them', () => {
  expect(calls([0, 10, true], [20, 30, true], [40, 50, false])).toEqual([['service.recovered', 3]]);
});

test('the last of those that all failed is the call', () => {
  expect(calls([0, 10, true], [20, 30, true])).toEqual([['service.overloaded', 2]]);
});

test('a try after one that went well, or at the same time, is another call', () => {
  expect(calls([0, 10, false], [20, 30, true])).toEqual([
    [undefined, 0],
    ['service.overloaded', 0],
  ]);
  expect(calls([0, 30, true], [10, 40, false])).toEqual([
    ['service.overloaded', 0],
    [undefined, 0],
  ]);
});

test('thousands of tries are read in no time, and the last of them kept', () => {
  const [found] = calls(...Array.from({ length: 20_000 }, (_, at) => [at * 10, at * 10 + 5, true] as const));
  expect(found?.[0]).toBe('service.overloaded');
});

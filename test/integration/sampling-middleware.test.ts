// With a middleware alone, metrics, log events and results do not depend on whether a span is recorded. Each fault runs in its first way.
import { describe, test } from 'vitest';
import { CASES } from './fault-cases.ts';
import { compareFault, compareWay, setUpRows, WAYS } from './sampling-rows.ts';

setUpRows('middleware');

const FIRST_CALLS = CASES.flatMap((one) =>
  one.calls.slice(0, 1).map((call) => [one.title, one, call] as const),
);

test.each(FIRST_CALLS)('%s', (_, one, call) => compareFault(one, call));

describe('ways of reading a response, and calls that are no message', () => {
  test.each(Object.entries(WAYS))('%s', (_, way) => compareWay(way));
});

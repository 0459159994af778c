// The fault matrix in every sampling mode: metrics, log events and results do not depend on whether a span is recorded.
import { describe, test } from 'vitest';
import { CALLS } from './fault-calls.ts';
import { compareFault, compareWay, setUpRows, WAYS } from './sampling-rows.ts';

setUpRows('patches');

test.each(CALLS)('%s', (_, one, call) => compareFault(one, call));

describe('ways of reading a response, and calls that are no message', () => {
  test.each(Object.entries(WAYS))('%s', (_, way) => compareWay(way));
});

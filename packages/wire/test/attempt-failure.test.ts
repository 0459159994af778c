// Why a request failed by its status, and whether the SDK sends it again.
import { expect, test } from 'vitest';
import { isRetryable, responseFailure } from '../src/attempt-failure.ts';

test.each<[status: number, failure: string, isRetried: boolean]>([
  [400, 'rejected', false],
  [401, 'unauthorized', false],
  [403, 'rejected', false],
  [404, 'rejected', false],
  [408, 'timeout', true],
  [409, 'conflict', true],
  [413, 'rejected', false],
  [429, 'rate_limit', true],
  [499, 'rejected', false],
  [500, 'server', true],
  [503, 'server', true],
  [529, 'overloaded', true],
])('%i of the API is %s, and is sent again: %s', (status, failure, isRetried) => {
  expect(responseFailure(status, true)).toBe(failure);
  expect(isRetryable(status, null)).toBe(isRetried);
  // Whatever else answers is a gateway.
  expect(responseFailure(status, false)).toBe('gateway');
});

test('the header x-should-retry decides over the status, if it says yes or no', () => {
  expect([400, 529].map((status) => isRetryable(status, 'true'))).toEqual([true, true]);
  expect([400, 529].map((status) => isRetryable(status, 'false'))).toEqual([false, false]);
  expect([400, 529].map((status) => isRetryable(status, 'perhaps'))).toEqual([false, true]);
});

// An abort of the application is no failure, by whatever is left of the SDK's error: bundlers take the names of classes, 0.x that of errors.
import { expect, test } from 'vitest';
import { thrownFailure } from '../src/call/thrown-failure.ts';

class APIUserAbortError extends Error {}

test.each<[what: string, error: Error, isFailure: boolean]>([
  ['the name of its class', new APIUserAbortError('Request was aborted.'), false],
  ['its own name', Object.assign(new Error('Request was aborted.'), { name: 'APIUserAbortError' }), false],
  ['neither', new Error('Request was aborted.'), true],
])('with %s', (_, error, isFailure) => {
  expect(thrownFailure(error, [], {}, {}, false) !== undefined).toBe(isFailure);
});

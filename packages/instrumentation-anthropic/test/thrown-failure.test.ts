// An abort by the application is not a failure, even if a bundler renames the SDK's class, or SDK 0.x lacks the error's name.
import { expect, test } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';
import { thrownFailure } from '../src/call/thrown-failure.ts';

class APIUserAbortError extends Error {}

test.each<[what: string, error: Error, isFailure: boolean]>([
  ['the name of its class', new APIUserAbortError('Request was aborted.'), false],
  ['its own name', Object.assign(new Error('Request was aborted.'), { name: 'APIUserAbortError' }), false],
  ['neither', new Error('Request was aborted.'), true],
])('with %s', (_, error, isFailure) => {
  expect(thrownFailure(error, undefined, {}, {}, false) !== undefined).toBe(isFailure);
});

test.each<[type: string, error: Error]>([
  ['client_error', new TypeError('promise.withResponse is not a function')],
  ['client_error', new TypeError("Cannot read properties of undefined (reading 'json')")],
  ['client_error', new ReferenceError('schema is not defined')],
  ['client_error', new TypeError('Body is unusable: Body has already been read')],
  ['response_interrupted', new TypeError('terminated')],
  ['response_interrupted', new TypeError('network error')],
  ['response_interrupted', new TypeError('fetch is not a function', { cause: new Error('ECONNRESET') })],
  ['response_interrupted', new Error('The socket connection was closed unexpectedly')],
])('while a body is read, %s is thrown as %s', (type, error) => {
  expect(thrownFailure(error, undefined, {}, {}, true)?.type).toBe(type);
  expect(thrownFailure(error, undefined, {}, {}, false)?.type).toBe('client_error');
});

const unreadable = (): Error =>
  new Proxy(new Error('x'), {
    get: () => {
      throw new Error('it was read');
    },
  });

test.each<[type: string, last: object | undefined, isOfBody: boolean]>([
  ['client_error', undefined, false],
  ['429', { status: 429, failure: 'rate_limit', message: 'slow down' }, false],
  ['connection_error', { failure: 'connection', message: 'slow down', causeCode: 'ECONNRESET' }, false],
  ['client_timeout_error', { failure: 'timeout', message: 'slow down' }, false],
  ['response_interrupted', { status: 200, message: 'slow down' }, true],
])('an error that throws when it is read is %s by its last attempt', (type, last, isOfBody) => {
  stepsFail('reading a failure');
  const failure = thrownFailure(unreadable(), last as never, {}, {}, isOfBody);
  expect(failure).toMatchObject({ type, message: last ? 'slow down' : undefined });
});

test('a proxy or a key that cannot be looked for leaves the other facts', () => {
  stepsFail('looking for a proxy', 'looking for a key');
  const unread = () => {
    throw new Error('it was read');
  };
  const client = Object.defineProperties({}, { fetchOptions: { get: unread }, apiKey: { get: unread } });
  const last = { failure: 'connection', causeCode: 'ECONNREFUSED', url: 'https://a' };
  const error = new Error('Connection error.', { cause: new Error('connect ECONNREFUSED') });
  expect(thrownFailure(error, last as never, client, {}, false)).toMatchObject({
    type: 'connection_error',
    message: 'connect ECONNREFUSED',
    attributes: { 'anthropic.error.cause_code': 'ECONNREFUSED', 'anthropic.request.proxy': undefined },
  });
  expect(thrownFailure(new Error('no key'), undefined, client, {}, false)).toMatchObject({
    type: 'client_error',
    message: 'no key',
    attributes: { 'anthropic.auth.key_shape': undefined },
  });
});

// The errors of HTTP clients that throw at an error status, in the shape of each.
import { expect, test } from 'vitest';
import { thrownResponse } from '../src/call/thrown-response.ts';

const URL_OF_CALL = 'https://api.anthropic.com/v1/messages';
const HEADERS = { 'request-id': 'req_1', 'set-cookie': ['a=1'] };
const BODY = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } };

const response = (url: string, status = 429) =>
  Object.defineProperty(new Response(null, { status, headers: { 'request-id': 'req_1' } }), 'url', {
    value: url,
  });
/** The class of axios. */
class AxiosHeaders {
  *[Symbol.iterator]() {
    yield* Object.entries(HEADERS);
  }
}

test.each<[client: string, error: unknown, body: unknown]>([
  ['ky', { response: response(URL_OF_CALL), data: BODY }, BODY],
  ['ofetch', { response: response(URL_OF_CALL), data: BODY }, BODY],
  [
    'axios',
    { config: { url: URL_OF_CALL }, response: { status: 429, headers: new AxiosHeaders(), data: BODY } },
    BODY,
  ],
  ['got', { response: { statusCode: 429, url: URL_OF_CALL, headers: HEADERS, body: '{}' } }, undefined],
  ['undici', { code: 'UND_ERR_RESPONSE', statusCode: 429, headers: HEADERS, body: BODY }, BODY],
  ['a client of its own', { status: 429, headers: HEADERS }, undefined],
])('the response in the error of %s', (_, error, body) => {
  const found = thrownResponse(new TypeError('fetch failed', { cause: error }), URL_OF_CALL);
  expect(found).toMatchObject({ status: 429, body });
  expect([...(found?.headers ?? [])]).toEqual([['request-id', 'req_1']]);
});

test('a gateway sends no request id: the dispatcher or the address tells whose response it is', () => {
  const status = { statusCode: 502, headers: {} };
  expect(thrownResponse({ code: 'UND_ERR_REQ_RETRY', ...status }, URL_OF_CALL)?.status).toBe(502);
  expect(thrownResponse({ response: { ...status, url: URL_OF_CALL } }, URL_OF_CALL)?.status).toBe(502);
});

const circular: { cause?: unknown } = {};
circular.cause = circular;

test.each<[what: string, error: unknown]>([
  ['a lost connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ['a rejected token of another server', { response: response('https://login.example.com/token', 401) }],
  ['a status of nobody', { status: 500 }],
  ['a status of success', { response: response(URL_OF_CALL, 200) }],
  ['a text', 'status 429'],
  ['causes in a circle', circular],
])('%s is no response', (_, error) => {
  expect(thrownResponse(error, URL_OF_CALL)).toBeUndefined();
});

// At which of the seven steps a call failed that no rule recognises: by what came back, and from whom.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { expect, it } from 'vitest';
import { failedCheck } from '../src/conditions/failed-check.ts';
import { isGatewayStatus } from '../src/facts/goes-with.ts';
import { readFacts } from '../src/index.ts';
import { apiError, call, connectionError, foreignError, streamError, success } from './spans.ts';

const checkOf = (attributes: SpanAttributes) => failedCheck(readFacts(attributes));

it.each<[status: number, ofApi: string, ofPage: string]>([
  [400, 'request', 'endpoint'],
  [401, 'identity', 'endpoint'],
  [402, 'identity', 'identity'],
  [403, 'identity', 'endpoint'],
  [404, 'request', 'endpoint'],
  [408, 'service', 'endpoint'],
  [413, 'request', 'request'],
  [422, 'request', 'endpoint'],
  [429, 'limits', 'endpoint'],
  [451, 'request', 'endpoint'],
  [500, 'service', 'endpoint'],
  [502, 'service', 'endpoint'],
  [503, 'service', 'endpoint'],
  [529, 'service', 'service'],
])('an unknown %i of the API failed at %s, an HTML page with it at %s', (status, ofApi, ofPage) => {
  const again = { 'anthropic.retry.outcome': 'not_retryable' } as const;
  expect(checkOf(apiError(status, 'some_new_error', 'Something new', again))).toBe(ofApi);
  expect(checkOf(foreignError(status, 'html'))).toBe(ofPage);
});

it('a failure that the API asked to retry is not the fault of the request', () => {
  const exhausted = { 'anthropic.retry.outcome': 'exhausted' } as const;
  const check = (status: number) => checkOf(apiError(status, 'some_new_error', 'Something new', exhausted));
  expect([400, 404, 422, 401, 429].map(check)).toEqual([
    'service',
    'service',
    'service',
    'identity',
    'limits',
  ]);
});

it.each<[what: string, attributes: SpanAttributes, check: string | undefined]>([
  ['a connection', connectionError('ECONNREFUSED'), 'connection'],
  ['the client', call({ 'error.type': 'client_error' }), 'request'],
  ['a stream', streamError('interrupted'), 'response'],
  [
    'an error event of the service',
    streamError('error_event', { 'error.type': 'overloaded_error' }),
    'service',
  ],
  ['another error event', streamError('error_event', { 'error.type': 'api_error' }), 'response'],
  ['a stream that broke off', streamError('interrupted', { 'error.type': 'overloaded_error' }), 'response'],
  ['nothing', success(), undefined],
])('%s', (_, attributes, check) => {
  expect(checkOf(attributes)).toBe(check);
});

it('statuses of gateways and delivery networks, which the API does not have', () => {
  const statuses = [500, 501, 502, 503, 504, 505, 519, 520, 521, 528, 529, 530, 531];
  expect(statuses.filter(isGatewayStatus)).toEqual([502, 504, 520, 521, 528, 530]);
});

// Which HTTP requests are a call's attempts: ours, else those of others that went where the call went.
import { describe, expect, test } from 'vitest';
import { attemptsOf } from '../src/calls/attempts-of.ts';
import type { Span } from '../src/spans/span.ts';

const OURS = '@sevenstep/instrumentation-anthropic';
const span = (name: string, attributes: Span['attributes'], more: Partial<Span> = {}): Span => ({
  traceId: 't',
  spanId: name,
  name,
  start: 0,
  end: 10,
  attributes,
  resource: {},
  ...more,
});
const request = (
  name: string,
  scope: string | undefined,
  more: Span['attributes'] = {},
  at: Partial<Span> = {},
) =>
  span(
    name,
    { 'http.request.method': 'POST', ...more },
    { ...at, ...(scope !== undefined && { scope: { name: scope } }) },
  );
const ours = (more: Span['attributes'] = {}) =>
  span('call', {
    'gen_ai.provider.name': 'anthropic',
    'anthropic.sdk.method': 'messages.create',
    'http.request.method': 'POST',
    ...more,
  });
const theirs = (more: Span['attributes'] = {}) =>
  span('call', { 'gen_ai.provider.name': 'anthropic', ...more });
const names = (call: Span, requests: readonly Span[], others: readonly Span[] = [], of = 'call') =>
  attemptsOf(call, others, new Map([[of, requests]])).map(({ name }) => name);

describe('a call of ours', () => {
  test('has the attempts that we made', () => {
    expect(names(ours(), [request('a', OURS), request('b', 'undici'), request('c', OURS)])).toEqual([
      'a',
      'c',
    ]);
  });

  test('has them in the order in which they began, whatever order a store gave', () => {
    const at = (name: string, start: number) => request(name, OURS, {}, { start, end: start + 1 });
    expect(names(ours(), [at('c', 4), at('a', 0), at('b', 2)])).toEqual(['a', 'b', 'c']);
    expect(names(theirs(), [request('b', 'undici', {}, { start: 1 }), request('a', 'undici')])).toEqual([
      'a',
      'b',
    ]);
  });

  test('without a scope: those with a name of ours, and those at another time than they', () => {
    const known = request('a', undefined, { 'anthropic.request.id': 'r' }, { start: 0, end: 10 });
    const during = request('b', undefined, {}, { start: 5, end: 15 });
    const after = request('c', undefined, {}, { start: 10, end: 20 });
    expect(names(ours(), [known, during, after])).toEqual(['a', 'c']);
    expect(names(theirs(), [known, during, after])).toEqual(['a']);
  });

  test('that says how often it was sent has the requests of others only where they are as many', () => {
    const requests = [request('a', 'undici'), request('b', 'undici')];
    expect(names(ours({ 'http.request.resend_count': 1 }), requests)).toEqual(['a', 'b']);
    expect(names(ours({ 'http.request.resend_count': 2 }), requests)).toEqual([]);
    expect(names(ours(), requests)).toEqual([]);
    // Its own span tells more of the one request.
    expect(names(ours(), requests.slice(1))).toEqual([]);
  });
});

describe('a call of others', () => {
  test('has the requests to its host, by its method', () => {
    const to = (name: string, host: string, method = 'POST') =>
      request(name, 'undici', { 'server.address': host, 'http.request.method': method });
    const requests = [
      to('a', 'api.anthropic.com'),
      to('b', 'oauth.example.com'),
      to('c', 'api.anthropic.com', 'GET'),
    ];
    expect(names(theirs({ 'server.address': 'api.anthropic.com' }), requests)).toEqual(['a']);
    expect(names(theirs(), requests)).toEqual(['a', 'b']);
    expect(names(theirs({ 'http.request.method': 'GET' }), requests)).toEqual(['c']);
    // None by its method: all to its host.
    expect(
      names(theirs({ 'http.request.method': 'PUT', 'server.address': 'oauth.example.com' }), requests),
    ).toEqual(['b']);
  });

  test('has the one request of ours beside it, under its method', () => {
    const own = span('own', { ...ours().attributes, 'http.request.method': 'PUT' });
    expect(names(theirs(), [], [own])).toEqual(['PUT']);
    const { 'http.request.method': _, ...attributes } = own.attributes;
    expect(names(theirs(), [], [{ ...own, attributes }])).toEqual(['POST']);
    const retried = { ...own, attributes: { ...own.attributes, 'http.request.resend_count': 1 } };
    expect(names(theirs(), [], [retried])).toEqual([]);
  });

  test('has the attempts of a span beside it, of the same service only', () => {
    const own = span('own', ours().attributes, { service: 'shop' });
    const call = { ...theirs(), service: 'shop' };
    expect(names(call, [request('a', OURS)], [own], 'own')).toEqual(['a']);
    expect(names({ ...call, service: 'cart' }, [request('a', OURS)], [own], 'own')).toEqual([]);
  });
});

// What a span says of a URL: the server and the path, and nothing that a URL may hide.
import { expect, test } from 'vitest';
import { redirectedUrl, requestedUrl, safeUrl, serverAttributes } from '../src/url.ts';

const server = (address: string, port: number) => ({ 'server.address': address, 'server.port': port });

test.each([
  ['https://api.anthropic.com/v1/messages', server('api.anthropic.com', 443)],
  ['http://localhost/v1', server('localhost', 80)],
  ['http://localhost:8080', server('localhost', 8080)],
  ['https://[::1]:9/v1', server('::1', 9)],
  ['https://[::1]', server('::1', 443)],
])('the server of %s', (url, expected) => {
  expect(serverAttributes(url)).toEqual(expected);
  expect(requestedUrl(url).server).toEqual(expected);
});

test.each(['', 'no url', '/v1/messages', undefined, null, 7, {}])('%j has no server', (url) => {
  expect(serverAttributes(url)).toEqual({});
  expect(requestedUrl(url)).toEqual({ server: {}, url: {} });
  expect([safeUrl(url), redirectedUrl(url)]).toEqual([undefined, undefined]);
});

test.each([
  [
    'https://user:secret@host.example:8443/v1/messages?key=secret#secret',
    'https://host.example:8443/v1/messages',
  ],
  [new URL('https://host.example/v1/models?beta=true'), 'https://host.example/v1/models'],
])('of %s origin and path are shown', (url, expected) => {
  expect(safeUrl(url)).toBe(expected);
  expect(requestedUrl(url).url).toEqual({ 'url.full': expected });
  expect(redirectedUrl(url)).toBe(expected);
});

// The attributes of a URL: the server and the path, without the secrets that a URL may contain.
import { expect, test } from 'vitest';
import { redirectedUrl, requestedUrl, safeUrl, serverAttributes, withoutKeys } from '../src/url.ts';

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

test('of a redirect only the words of a path are shown, and a long address is cut', () => {
  expect(redirectedUrl('https://u:p@host.example/login/my%20neighbour/v1?a=b#c')).toBe(
    'https://host.example/login/{id}/v1',
  );
  expect(redirectedUrl(`https://host.example/${'a/'.repeat(10_000)}`)?.length).toBeLessThan(64);
  expect(redirectedUrl(`https://host.example/?${'a'.repeat(20_000)}`)).toBe('https://host.example/');
});

test.each([
  ['https://gw.example/sk-helicone-abc123-def456ghi/v1/messages', '/sk-[redacted]/v1/messages'],
  ['https://gw.example/sk%2Dhelicone%2Dabc123%2Ddef456ghi/v1/messages', '/[redacted]/v1/messages'],
  ['https://gw.example/api_key=3fJ8kQ2mZx9abc/messages', '/api_key=[redacted]/messages'],
  [
    'https://gw.example/projects/p/models/claude-sonnet-4-5@20250929:rawPredict',
    '/projects/p/models/claude-sonnet-4-5@20250929:rawPredict',
  ],
  ['https://gw.example/v1/files/file_011CNha8iCJcU1wXNR6q4V8w', '/v1/files/file_011CNha8iCJcU1wXNR6q4V8w'],
])('a key in the path of %s is left out', (url, path) => {
  const shown = `https://gw.example${path}`;
  expect(safeUrl(url)).toBe(shown);
  expect(requestedUrl(url).url).toEqual({ 'url.full': shown });
  expect(withoutKeys(`${url}?beta=true`)).toBe(`${shown}?beta=true`);
  expect(withoutKeys(url.replace('https://gw.example', ''))).toBe(path);
  expect(redirectedUrl('https://gw.example/sk-ant-api-abcdefghijkl/x')).toBe(
    'https://gw.example/sk-[redacted]/x',
  );
});

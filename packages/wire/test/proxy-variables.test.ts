// Which variable asks for a proxy, by what Node.js does with each.
import { expect, test } from 'vitest';
import { isWithoutProxy, proxyVariable } from '../src/proxy-variables.ts';

test.each<[env: Record<string, string>, variable: string | undefined]>([
  [{}, undefined],
  [{ HTTPS_PROXY: 'p' }, 'HTTPS_PROXY'],
  [{ https_proxy: 'p' }, 'https_proxy'],
  [{ HTTPS_PROXY: 'p', https_proxy: 'q' }, 'https_proxy'],
  [{ HTTPS_PROXY: 'p', https_proxy: '' }, undefined],
  [{ HTTP_PROXY: 'p' }, 'HTTP_PROXY'],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'localhost, .anthropic.com' }, undefined],
  [{ HTTPS_PROXY: 'p', no_proxy: 'api.anthropic.com:443' }, undefined],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'api.anthropic.com:8443' }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: 'p', NO_PROXY: '*.anthropic.com' }, undefined],
  [{ HTTPS_PROXY: 'p', NO_PROXY: '*' }, undefined],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'anthropic.com' }, 'HTTPS_PROXY'],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'thropic.com' }, 'HTTPS_PROXY'],
])('%j asks by %s', (env, variable) => {
  expect(proxyVariable(new URL('https://api.anthropic.com/v1/messages'), env)).toBe(variable);
});

test('the proxy for https serves no http', () => {
  expect(proxyVariable(new URL('http://gateway.example'), { HTTPS_PROXY: 'p' })).toBeUndefined();
});

test.each<[url: string, noProxy: string, isWithout: boolean]>([
  ['https://a.example', 'a.example', true],
  ['https://a.example', 'A.EXAMPLE', true],
  ['https://a.example', ' ,, a.example', true],
  ['https://a.example', 'b.example\ta.example', true],
  ['https://a.example', '', false],
  ['https://a.example', '*', true],
  ['https://x.a.example', '.a.example', true],
  ['https://x.a.example', '*.a.example', true],
  ['https://x.a.example', '*a.example', true],
  ['https://xa.example', '.a.example', false],
  ['https://a.example', '.a.example', false],
  ['https://x.a.example', 'a.example', false],
  ['https://a.example', 'a.example:443', true],
  ['http://a.example', 'a.example:443', false],
  ['http://a.example', 'a.example:80', true],
  ['https://a.example:8443', 'a.example:8443', true],
  ['https://a.example:8443', 'a.example:443', false],
  ['https://a.example:8443', 'a.example', true],
  ['https://x.a.example:8443', '.a.example:8443', true],
  ['https://x.a.example', '.a.example:8443', false],
])('%s is sent past the proxy by NO_PROXY=%j: %s', (url, noProxy, isWithout) => {
  expect(isWithoutProxy(new URL(url), { NO_PROXY: noProxy })).toBe(isWithout);
  expect(proxyVariable(new URL(url), { HTTP_PROXY: 'p', NO_PROXY: noProxy })).toBe(
    isWithout ? undefined : 'HTTP_PROXY',
  );
});

test('a name in small letters wins, and an empty one hides the other', () => {
  const url = new URL('https://a.example');
  expect(isWithoutProxy(url, { NO_PROXY: 'a.example', no_proxy: 'b.example' })).toBe(false);
  expect(isWithoutProxy(url, { NO_PROXY: 'a.example', no_proxy: '' })).toBe(false);
  expect(proxyVariable(url, { HTTPS_PROXY: '', HTTP_PROXY: 'p' })).toBe('HTTP_PROXY');
  expect(proxyVariable(url, { https_proxy: '', HTTPS_PROXY: 'q', http_proxy: 'p' })).toBe('http_proxy');
});

// Which variable asks for a proxy, by what Node.js does with each.
import { expect, test } from 'vitest';
import { proxyVariable } from '../src/proxy-variables.ts';

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

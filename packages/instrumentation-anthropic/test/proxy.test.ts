// Which calls go through a proxy, and which do although nobody reads the variables that ask for one.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { proxyUse, wantsProxy } from '../src/attributes/proxy.ts';

const API = 'https://api.anthropic.com/v1/messages';

class ProxyAgent {}
class Agent {}

/** Node.js makes its dispatcher with the first request. */
beforeAll(() => fetch('http://127.0.0.1:9').catch(() => undefined));
beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

test('variables that nobody reads', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128');
  expect(proxyUse({}, API)).toBe('ignored');
  expect(proxyUse({ fetch: globalThis.fetch }, API)).toBe('ignored');
});

test('no variables', () => {
  expect(proxyUse({}, API)).toBeUndefined();
});

test('a proxy of the client', () => {
  expect(proxyUse({ fetchOptions: { dispatcher: new ProxyAgent() } }, API)).toBe('client');
  expect(proxyUse({ fetchOptions: { proxy: 'http://proxy:3128' } }, API)).toBe('client');
});

test('what the application does itself is not judged', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128');
  expect(proxyUse({ fetch: async () => new Response() }, API)).toBeUndefined();
  expect(proxyUse({ fetchOptions: { dispatcher: new Agent() } }, API)).toBeUndefined();
  expect(proxyUse({}, 'no address')).toBeUndefined();
});

test.each([
  [{ HTTPS_PROXY: 'p' }, true],
  [{ https_proxy: 'p' }, true],
  [{ HTTP_PROXY: 'p' }, false],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'localhost, .anthropic.com' }, false],
  [{ HTTPS_PROXY: 'p', no_proxy: 'api.anthropic.com:443' }, false],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'api.anthropic.com:8443' }, true],
  [{ HTTPS_PROXY: 'p', NO_PROXY: '*.anthropic.com' }, false],
  [{ HTTPS_PROXY: 'p', NO_PROXY: '*' }, false],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'anthropic.com' }, true],
  [{ HTTPS_PROXY: 'p', https_proxy: '' }, false],
  [{ HTTPS_PROXY: 'p', NO_PROXY: 'thropic.com' }, true],
])('%j', (env, wanted) => {
  expect(wantsProxy(new URL(API), env)).toBe(wanted);
});

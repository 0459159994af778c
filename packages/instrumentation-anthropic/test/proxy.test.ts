// Which calls go through a proxy, and which do although nobody reads the variables that ask for one.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { proxyUse, sharedDispatcher } from '../src/attributes/proxy.ts';

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

test('a Node.js with undici 8 does not read the former place', () => {
  const former = Symbol.for('undici.globalDispatcher.1');
  const before: unknown = Reflect.get(globalThis, former);
  Reflect.set(globalThis, former, new ProxyAgent());
  expect(sharedDispatcher('6.24.1')).toBeInstanceOf(ProxyAgent);
  expect(sharedDispatcher('8.10.2')).toBe(Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.2')));
  Reflect.set(globalThis, former, before);
});

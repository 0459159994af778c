// Calls that use a proxy, and calls whose proxy variables are ignored.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
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
  for (const dispatcher of [Object.create(null), { constructor: 7 }, { constructor: { name: 'ProxyAgent' } }])
    expect(proxyUse({ fetchOptions: { dispatcher } }, API)).toBeUndefined();
  expect(proxyUse({}, 'no address')).toBeUndefined();
});

test.each([undefined, {}, { env: {} }])('a runtime whose process is %j has no variables', (process) => {
  vi.stubGlobal('process', process);
  const use = proxyUse({}, API);
  vi.unstubAllGlobals();
  expect(use).toBeUndefined();
});

test('a Node.js with undici 8 does not read the former place', () => {
  const former = Symbol.for('undici.globalDispatcher.1');
  const before: unknown = Reflect.get(globalThis, former);
  Reflect.set(globalThis, former, new ProxyAgent());
  expect(sharedDispatcher('6.24.1')).toBeInstanceOf(ProxyAgent);
  expect(sharedDispatcher('8.10.2')).toBe(Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.2')));
  Reflect.set(globalThis, former, before);
});

describe('with a dispatcher of the process', () => {
  class EnvHttpProxyAgent {}
  class Dispatcher1Wrapper {}
  const [FORMER, NOW] = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`)) as [
    symbol,
    symbol,
  ];
  let before: unknown[];
  beforeEach(() => {
    before = [FORMER, NOW].map((place) => Reflect.get(globalThis, place));
  });
  afterEach(() => {
    for (const [index, place] of [FORMER, NOW].entries()) Reflect.set(globalThis, place, before[index]);
  });
  const use = (shared: unknown, url: unknown = API) => {
    Reflect.set(globalThis, FORMER, shared);
    Reflect.set(globalThis, NOW, shared);
    return proxyUse({}, url);
  };

  test('every call goes through one that has one proxy', () => {
    expect(use(new ProxyAgent())).toBe('process');
    expect(use(new ProxyAgent(), 'no address')).toBe('process');
    expect(use(new (class SocksProxyOfMine {})())).toBe('process');
  });

  test('the calls that the variables name go through one that reads them', () => {
    expect(use(new EnvHttpProxyAgent())).toBeUndefined();
    vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128');
    expect(use(new EnvHttpProxyAgent())).toBe('process');
    expect(use(new EnvHttpProxyAgent(), 'no address')).toBeUndefined();
    expect(use(new EnvHttpProxyAgent(), 7)).toBeUndefined();
    vi.stubEnv('NO_PROXY', 'api.anthropic.com');
    expect(use(new EnvHttpProxyAgent())).toBeUndefined();
  });

  test('the usual one does not read the variables, and others are not judged', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128');
    expect(use(new Agent())).toBe('ignored');
    expect(use(new (class Mine {})())).toBeUndefined();
    expect(use(undefined)).toBeUndefined();
  });

  test('of undici 8 the new place is read, and behind its wrapper, too', () => {
    const [former, now] = [new Agent(), new ProxyAgent()];
    Reflect.set(globalThis, FORMER, former);
    Reflect.set(globalThis, NOW, now);
    expect([sharedDispatcher('7.99.0'), sharedDispatcher('8.0.0'), sharedDispatcher('10.0.0')]).toEqual([
      former,
      now,
      now,
    ]);
    expect([sharedDispatcher(), sharedDispatcher('x')]).toEqual([former, former]);
    Reflect.set(globalThis, FORMER, new Dispatcher1Wrapper());
    expect(sharedDispatcher('7.1.0')).toBe(now);
  });
});

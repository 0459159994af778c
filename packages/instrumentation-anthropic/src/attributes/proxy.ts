// Whether a call that got no response went through a proxy, or should have.
import type { ProxyUse } from '@sevenstep/semantic-conventions';
import { field, isObject, proxyVariable } from '@sevenstep/wire';
import type { SdkClient } from '../sdk-objects.ts';

/** Where undici, and so the `fetch` of Node.js, keeps the dispatcher of the process. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/** The dispatcher of the process that heeds NO_PROXY. */
const READS_VARIABLES = 'EnvHttpProxyAgent';

/** `undefined` without a proxy, and with the application's own `fetch` or dispatcher, which may have one. */
export function proxyUse({ fetchOptions, fetch }: SdkClient, url: unknown): ProxyUse | undefined {
  const own = field(fetchOptions, 'dispatcher');
  if (isProxy(own) || field(fetchOptions, 'proxy') !== undefined) return 'client';
  if (own !== undefined || (fetch !== undefined && fetch !== globalThis.fetch)) return undefined;
  const shared: unknown = Reflect.get(globalThis, GLOBAL_DISPATCHER);
  const wanted =
    typeof url === 'string' && URL.canParse(url) && proxyVariable(new URL(url), process.env) !== undefined;
  if (isProxy(shared)) return wanted || nameOf(shared) !== READS_VARIABLES ? 'process' : undefined;
  return wanted && nameOf(shared) === 'Agent' ? 'ignored' : undefined;
}

const isProxy = (dispatcher: unknown): boolean => /proxy/i.test(nameOf(dispatcher) ?? '');

const nameOf = (value: unknown): string | undefined => (isObject(value) ? value.constructor.name : undefined);

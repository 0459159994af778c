// Tells whether a call without a response went through a proxy, or should have.
import type { ProxyUse } from '@sevenstep/semantic-conventions';
import { asString, field, isObject, proxyVariable } from '@sevenstep/wire';
import { hasOwnFetch, type SdkClient } from '../sdk-objects.ts';

/** The global under which undici, Node's `fetch`, keeps the process-wide dispatcher (`lib/global.js`). */
const BEFORE_8 = Symbol.for('undici.globalDispatcher.1');
const SINCE_8 = Symbol.for('undici.globalDispatcher.2');

/** Undici 8 leaves a wrapper for older versions under the former name. */
const WRAPPER = 'Dispatcher1Wrapper';

/** The dispatcher that reads NO_PROXY. */
const READS_VARIABLES = 'EnvHttpProxyAgent';

/** `undefined` without a proxy, and with the application's own `fetch` or dispatcher, which may hide a proxy. */
export function proxyUse(client: SdkClient, url: unknown): ProxyUse | undefined {
  const { fetchOptions } = client;
  const own = field(fetchOptions, 'dispatcher');
  if (isProxy(own) || field(fetchOptions, 'proxy') !== undefined) return 'client';
  if (own !== undefined || hasOwnFetch(client)) return undefined;
  // An edge runtime has no `process`, or only parts of it.
  const { versions, env = {} } = (globalThis.process ?? {}) as Partial<NodeJS.Process>;
  const shared = sharedDispatcher(versions?.undici);
  const wanted =
    typeof url === 'string' && URL.canParse(url) && proxyVariable(new URL(url), env) !== undefined;
  if (isProxy(shared)) return wanted || nameOf(shared) !== READS_VARIABLES ? 'process' : undefined;
  return wanted && nameOf(shared) === 'Agent' ? 'ignored' : undefined;
}

/** @param undici the version that is built into Node.js */
export function sharedDispatcher(undici = ''): unknown {
  const former: unknown = Reflect.get(globalThis, BEFORE_8);
  const isNew = Number.parseInt(undici, 10) >= 8 || nameOf(former) === WRAPPER;
  return isNew ? Reflect.get(globalThis, SINCE_8) : former;
}

const isProxy = (dispatcher: unknown): boolean => /proxy/i.test(nameOf(dispatcher) ?? '');

/** An object without a prototype has no constructor. */
function nameOf(value: unknown): string | undefined {
  const made = isObject(value) ? value.constructor : undefined;
  return typeof made === 'function' ? asString(made.name) : undefined;
}

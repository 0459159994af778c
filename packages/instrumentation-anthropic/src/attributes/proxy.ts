// Whether a call that got no response went through a proxy, or should have.
import type { ProxyUse } from '@sevenstep/semantic-conventions';
import { field, isObject } from '@sevenstep/semantic-conventions/builders';
import type { SdkClient } from '../sdk-internals.ts';

/** Where undici, and so the `fetch` of Node.js, keeps the dispatcher of the process. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/** The dispatcher of the process that heeds NO_PROXY. */
const READS_VARIABLES = 'EnvHttpProxyAgent';

type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` when there is none, and when it cannot be told: a `fetch` or a dispatcher of the application's own. */
export function proxyUse({ fetchOptions, fetch }: SdkClient, url: unknown): ProxyUse | undefined {
  const own = field(fetchOptions, 'dispatcher');
  if (isProxy(own) || field(fetchOptions, 'proxy') !== undefined) return 'client';
  if (own !== undefined || (fetch !== undefined && fetch !== globalThis.fetch)) return undefined;
  const shared: unknown = Reflect.get(globalThis, GLOBAL_DISPATCHER);
  const wanted = typeof url === 'string' && URL.canParse(url) && wantsProxy(new URL(url), process.env);
  if (isProxy(shared)) return wanted || nameOf(shared) !== READS_VARIABLES ? 'process' : undefined;
  return wanted && nameOf(shared) === 'Agent' ? 'ignored' : undefined;
}

const isProxy = (dispatcher: unknown): boolean => /proxy/i.test(nameOf(dispatcher) ?? '');

const nameOf = (value: unknown): string | undefined => (isObject(value) ? value.constructor.name : undefined);

/** Whether the usual variables ask for a proxy to `url`, read as Node.js reads them: lower case first. */
export function wantsProxy(url: URL, env: Environment): boolean {
  const variable = (name: string) => env[name.toLowerCase()] ?? env[name];
  const proxy = variable(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const exceptions = (variable('NO_PROXY') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return !!proxy && !exceptions.some((entry) => excepts(entry.toLowerCase(), url));
}

/** `*`, a host, or the end of one behind a dot; with a port where it is about that only. */
function excepts(entry: string, { hostname, port, protocol }: URL): boolean {
  const [, host = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
  return host === '*' || (/^[.*]/.test(host) ? hostname.endsWith(host.replace('*', '')) : hostname === host);
}

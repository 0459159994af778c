// Reads the proxy variables for a URL as Node.js does (undici, `lib/dispatcher/env-http-proxy-agent.js`).

type Environment = Readonly<Record<string, string | undefined>>;

/** The spelling of `variable` that is set. Lower case comes first, and hides the other even if it is empty. */
const nameOf = (variable: string, env: Environment): string =>
  env[variable.toLowerCase()] === undefined ? variable : variable.toLowerCase();

/** The variable that sets a proxy for `url`, even if this Node.js ignores it. `HTTP_PROXY` also covers `https:`. */
export function proxyVariable(url: URL, env: Environment): string | undefined {
  if (isWithoutProxy(url, env)) return undefined;
  const variables = url.protocol === 'https:' ? ['HTTPS_PROXY', 'HTTP_PROXY'] : ['HTTP_PROXY'];
  return variables.map((variable) => nameOf(variable, env)).find((name) => env[name]);
}

/** Whether NO_PROXY names the host of `url`. */
export function isWithoutProxy(url: URL, env: Environment): boolean {
  const entries = (env[nameOf('NO_PROXY', env)] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return entries.some((entry) => excepts(entry.toLowerCase(), url));
}

/** Whether an entry of NO_PROXY covers a URL: `*`, a host, or a domain after a dot, each with an optional port. */
function excepts(entry: string, { hostname, port, protocol }: URL): boolean {
  const [, host = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
  return host === '*' || (/^[.*]/.test(host) ? hostname.endsWith(host.replace('*', '')) : hostname === host);
}

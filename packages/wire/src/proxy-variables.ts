// Reads the variables of a proxy for a URL as Node.js does (undici, `lib/dispatcher/env-http-proxy-agent.js`).

type Environment = Readonly<Record<string, string | undefined>>;

/** The name that is set, the lower-case one first: an empty one hides the other. */
const nameOf = (variable: string, env: Environment): string =>
  env[variable.toLowerCase()] === undefined ? variable : variable.toLowerCase();

/** The variable that asks for a proxy to `url`, whether or not this Node.js heeds it. `HTTP_PROXY` serves `https:`, too. */
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

/** `*`, a host, or the end of one behind a dot; with a port where it is about that only. */
function excepts(entry: string, { hostname, port, protocol }: URL): boolean {
  const [, host = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
  return host === '*' || (/^[.*]/.test(host) ? hostname.endsWith(host.replace('*', '')) : hostname === host);
}

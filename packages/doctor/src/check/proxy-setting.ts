// Which proxy the environment names for a host, and whether this Node.js goes through it.

type Env = Readonly<Record<string, string | undefined>>;

export interface ProxySetting {
  readonly url: URL;
  /** The variable it is from. */
  readonly variable: string;
  /** Whether calls go through it. */
  readonly inForce: boolean;
}

/** Those for a URL of this scheme, in the order of `EnvHttpProxyAgent` of undici (`lib/dispatcher/env-http-proxy-agent.js`). */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY'],
};

/**
 * The proxy for `target`, unless NO_PROXY excludes it. Node.js goes through it only when told to
 * (https://nodejs.org/api/cli.html#node_use_env_proxy1), from 22.21 and 24.0 on.
 */
export function proxySetting(
  target: URL,
  env: Env,
  version: string = process.versions.node,
  flags: readonly string[] = process.execArgv,
): ProxySetting | undefined {
  const variable = VARIABLES[target.protocol]?.find((name) => env[name]);
  const value = variable === undefined ? undefined : env[variable];
  if (variable === undefined || value === undefined || isExcluded(target, env)) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return undefined;
  return { url: new URL(text), variable, inForce: honoursVariables(version) && isToldTo(env, flags) };
}

/** What Node.js has to be told. */
export const USE_PROXY = 'NODE_USE_ENV_PROXY=1';

function honoursVariables(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

const isToldTo = (env: Env, flags: readonly string[]): boolean =>
  env.NODE_USE_ENV_PROXY === '1' ||
  flags.includes('--use-env-proxy') ||
  (env.NODE_OPTIONS ?? '').split(/\s+/).includes('--use-env-proxy');

/** `*`, host names, `.domain` and `*.domain`, each with or without a port. */
export function isExcluded({ hostname, port, protocol }: URL, env: Env): boolean {
  const entries = (env.no_proxy || env.NO_PROXY || '').split(/[,\s]+/).filter((entry) => entry !== '');
  const portOf = port || (protocol === 'http:' ? '80' : '443');
  return entries.some((entry) => {
    if (entry === '*') return true;
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (only !== undefined && only !== portOf) return false;
    const domain = name.replace(/^\*?\./, '');
    return hostname === domain || (/^\*?\./.test(name) && hostname.endsWith(`.${domain}`));
  });
}

/** Without its credentials. */
export const proxyName = ({ url }: ProxySetting): string => url.host;

// Reads the environment's proxy for a host, and whether this Node.js uses it.
import type { ProxyUse } from '@sevenstep/semantic-conventions';
import { proxyVariable } from '@sevenstep/wire';

type Env = Readonly<Record<string, string | undefined>>;

export interface ProxySetting {
  readonly url: URL;
  /** The variable that sets the proxy. */
  readonly variable: string;
  /** Whether calls use it. */
  readonly inForce: boolean;
}

/**
 * The proxy for `target`, unless NO_PROXY excludes it. Node.js uses it only if an option says so
 * (https://nodejs.org/api/cli.html#node_use_env_proxy1), from 22.21 and 24.0 on.
 */
export function proxySetting(
  target: URL,
  env: Env,
  version: string = process.versions.node,
  flags: readonly string[] = process.execArgv,
): ProxySetting | undefined {
  const variable = proxyVariable(target, env);
  const value = variable === undefined ? undefined : env[variable];
  if (variable === undefined || value === undefined) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) return undefined;
  return { url: new URL(text), variable, inForce: honoursVariables(version) && isToldTo(env, flags) };
}

/** The variable with which Node.js uses the proxy. */
export const USE_PROXY = 'NODE_USE_ENV_PROXY=1';

function honoursVariables(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

const isToldTo = (env: Env, flags: readonly string[]): boolean =>
  env.NODE_USE_ENV_PROXY === '1' ||
  flags.includes('--use-env-proxy') ||
  (env.NODE_OPTIONS ?? '').split(/\s+/).includes('--use-env-proxy');

/** The attribute on the span of a call without a response. */
export const proxyUse = (proxy: ProxySetting | undefined): ProxyUse | undefined =>
  proxy && (proxy.inForce ? 'process' : 'ignored');

/** The address without its credentials. */
export const proxyName = ({ url }: ProxySetting): string => url.host;

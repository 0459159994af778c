// The ports of Jaeger: names in `config.yaml`, defaults, values from the environment, and free ports for tests.
import { createServer } from 'node:net';

/** The environment variables of `config.yaml`, with the default port of each. */
export const DEFAULT_PORTS = {
  JAEGER_QUERY_PORT: 16686,
  JAEGER_QUERY_GRPC_PORT: 16685,
  JAEGER_HEALTH_PORT: 13133,
  JAEGER_OTLP_GRPC_PORT: 4317,
  JAEGER_OTLP_HTTP_PORT: 4318,
} as const;

/** A port for each name. */
export type PortsOf<Names> = { readonly [Name in keyof Names]: number };
export type Ports = PortsOf<typeof DEFAULT_PORTS>;

/**
 * The defaults, with the environment's values on top.
 *
 * @throws Error that names a variable without a valid port.
 */
export function portsFrom<Names extends object>(
  defaults: Names,
  environment: Readonly<Record<string, string | undefined>>,
): PortsOf<Names> {
  const entries = Object.entries(defaults).map(([name, usual]) => {
    const given = environment[name];
    if (!given) return [name, usual];
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`${name} is ${given}; expected a port from 1 to 65535`);
    }
    return [name, port];
  });
  return Object.fromEntries(entries) as PortsOf<Names>;
}

/** Ports that were free a moment ago, so that a test does not reach a running Jaeger. */
export const freePorts = (): Promise<Ports> => freePortsFor(DEFAULT_PORTS);

/** Free ports for other names. */
export async function freePortsFor<Names extends object>(names: Names): Promise<PortsOf<Names>> {
  const keys = Object.keys(names);
  const servers = keys.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(keys.map((name, index) => [name, ports[index]])) as PortsOf<Names>;
}

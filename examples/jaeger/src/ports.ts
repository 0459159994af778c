// The ports Jaeger listens on: their names in `config.yaml`, their defaults, and free ones for tests.
import { createServer } from 'node:net';

/** Environment variable of `config.yaml` to the port it stands for. */
export const DEFAULT_PORTS = {
  JAEGER_QUERY_PORT: 16686,
  JAEGER_QUERY_GRPC_PORT: 16685,
  JAEGER_HEALTH_PORT: 13133,
  JAEGER_OTLP_GRPC_PORT: 4317,
  JAEGER_OTLP_HTTP_PORT: 4318,
} as const;

export type Ports = { [Name in keyof typeof DEFAULT_PORTS]: number };

/** Ports that were free a moment ago, so that a test does not meet a Jaeger that runs already. */
export async function freePorts(): Promise<Ports> {
  const servers = Object.keys(DEFAULT_PORTS).map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name, index) => [name, ports[index]])) as Ports;
}

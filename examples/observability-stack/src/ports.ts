// The ports of the stack, for Jaeger and the other servers, each with the variable that overrides it.
import { DEFAULT_PORTS, type Ports, type PortsOf } from '../../jaeger/src/ports.ts';

const BESIDE_JAEGER = {
  JAEGER_METRICS_PORT: 8889,
  PROMETHEUS_PORT: 9090,
  ALERTMANAGER_PORT: 9093,
  NOTIFICATIONS_PORT: 9095,
} as const;

export type StackPorts = Ports & PortsOf<typeof BESIDE_JAEGER>;

/** The variables with their default ports. */
export const STACK_PORTS: StackPorts = { ...DEFAULT_PORTS, ...BESIDE_JAEGER };

/** Replaces the default ports in a configuration's addresses with these. */
export function withPorts(configuration: string, ports: StackPorts): string {
  const usual = Object.entries(STACK_PORTS) as [keyof StackPorts, number][];
  return configuration.replace(/127\.0\.0\.1:(\d+)/g, (address, port: string) => {
    const known = usual.find(([, number]) => number === Number(port));
    return known ? `127.0.0.1:${ports[known[0]]}` : address;
  });
}

// Starts a Collector with the configurations of this folder, and waits until it accepts spans.
import { portVariables } from '../../../../examples/jaeger/src/find.ts';
import type { PortsOf } from '../../../../examples/jaeger/src/ports.ts';
import { type Server, startServer } from '../../../../examples/jaeger/src/server.ts';
import { COLLECTOR_FOLDER } from './build.ts';

/** The environment variables of `collector.yaml`, with the default port of each. */
export const COLLECTOR_PORTS = {
  COLLECTOR_OTLP_GRPC_PORT: 14317,
  COLLECTOR_OTLP_HTTP_PORT: 14318,
  COLLECTOR_HEALTH_PORT: 14133,
  COLLECTOR_METRICS_PORT: 14889,
  COLLECTOR_OWN_METRICS_PORT: 14888,
} as const;

export type CollectorPorts = PortsOf<typeof COLLECTOR_PORTS>;

/** Files of `packages/collector`, merged in this order. */
export const GATEWAY_CONFIGS: readonly string[] = ['../alerts/collector/spanmetrics.yaml', 'collector.yaml'];

/**
 * @param onOutput receives its log
 * @throws Error with the end of its output if it does not start.
 */
export const startCollector = (
  binary: string,
  ports: CollectorPorts,
  environment: Readonly<Record<string, string>> = {},
  configs: readonly string[] = GATEWAY_CONFIGS,
  onOutput?: (text: string) => void,
): Promise<Server> =>
  startServer({
    name: 'The Collector',
    command: binary,
    args: configs.flatMap((file) => ['--config', file]),
    environment: { ...portVariables(ports), ...environment },
    folder: COLLECTOR_FOLDER,
    healthUrl: `http://127.0.0.1:${ports.COLLECTOR_HEALTH_PORT}/`,
    ...(onOutput && { onOutput }),
  });

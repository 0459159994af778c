// Two gateways that diagnose, behind a Collector that balances.
import { freePortsFor } from '../../../examples/jaeger/src/ports.ts';
import type { Server } from '../../../examples/jaeger/src/server.ts';
import {
  COLLECTOR_PORTS,
  type CollectorPorts,
  GATEWAY_CONFIGS,
  startCollector,
} from '../../../packages/collector/src/run/start.ts';

export interface FleetPorts {
  readonly gateways: readonly [CollectorPorts, CollectorPorts];
  readonly balancer: CollectorPorts;
}

export interface FleetOptions {
  readonly binary: string;
  readonly ports: FleetPorts;
  /** Variables of `collector.yaml`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Configurations of the gateways, merged over those that are shipped. */
  readonly configs?: readonly string[];
}

export interface Gateway {
  readonly ports: CollectorPorts;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, as a machine that fails does. */
  kill(): Promise<void>;
}

export interface Fleet {
  /** The balancer, for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
  readonly gateways: readonly [Gateway, Gateway];
  stop(): Promise<void>;
}

export const freeFleetPorts = async (): Promise<FleetPorts> => ({
  gateways: [await freePortsFor(COLLECTOR_PORTS), await freePortsFor(COLLECTOR_PORTS)],
  balancer: await freePortsFor(COLLECTOR_PORTS),
});

export async function startFleet({ binary, ports, environment, configs = [] }: FleetOptions): Promise<Fleet> {
  const gatewayAt = (own: CollectorPorts): Gateway => {
    let server: Server | undefined;
    return {
      ports: own,
      start: async () => {
        server = await startCollector(binary, own, environment, [...GATEWAY_CONFIGS, ...configs]);
      },
      stop: async () => server?.stop(),
      kill: async () => server?.kill(),
    };
  };
  const [first, second] = ports.gateways;
  const gateways = [gatewayAt(first), gatewayAt(second)] as const;
  for (const gateway of gateways) await gateway.start();
  const addressOf = (own: CollectorPorts) => `127.0.0.1:${own.COLLECTOR_OTLP_GRPC_PORT}`;
  const balancer = await startCollector(
    binary,
    ports.balancer,
    { GATEWAY_1: addressOf(first), GATEWAY_2: addressOf(second) },
    ['load-balancer.yaml'],
  );
  return {
    otlpUrl: `http://127.0.0.1:${ports.balancer.COLLECTOR_OTLP_HTTP_PORT}`,
    gateways,
    stop: async () => {
      await balancer.stop();
      for (const gateway of gateways) await gateway.stop();
    },
  };
}

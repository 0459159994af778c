// The points that `doctor check --every` exports: of an API that is well, one that rejects the key, and one that is not there.
import type { Simulator } from '@sevenstep/anthropic-simulator';
import { otlpAttributes } from '../../packages/doctor/src/spans/otlp.ts';
import { startCommand } from '../../packages/doctor/test/support/under-way.ts';
import { deadEndpoint } from './dead-endpoint.ts';
import type { Point, Points } from './meter.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';

interface Metric {
  readonly name: string;
  readonly gauge?: { readonly dataPoints: readonly DataPoint[] };
  readonly histogram?: { readonly dataPoints: readonly DataPoint[] };
}
interface DataPoint {
  readonly attributes: unknown;
  readonly asInt?: string | number;
  readonly count?: string | number;
}

export async function checkedPoints(simulator: Simulator): Promise<Points> {
  const receiver = await startOtlpReceiver();
  const check = async (baseURL: string): Promise<void> => {
    const command = startCommand(['check', '--every', '1s', '--retries', '0', '--yes', '--json'], {
      env: {
        ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
        ANTHROPIC_BASE_URL: baseURL,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      },
    });
    // A line for each run.
    await command.until(/^\{.*\}$/m);
    await command.end();
  };
  try {
    simulator.load('');
    await check(simulator.url);
    simulator.load('401');
    await check(simulator.url);
    await check(await deadEndpoint());
    const metrics = receiver
      .lines()
      .trim()
      .split('\n')
      .flatMap((line) => metricsIn(JSON.parse(line)));
    return (name) => metrics.filter((metric) => metric.name === name).flatMap(pointsOf);
  } finally {
    await receiver.close();
  }
}

interface Export {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
  }[];
}
const metricsIn = ({ resourceMetrics = [] }: Export): readonly Metric[] =>
  resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));

const pointsOf = ({ gauge, histogram }: Metric): readonly Point[] =>
  [...(gauge?.dataPoints ?? []), ...(histogram?.dataPoints ?? [])].map(({ attributes, asInt, count }) => ({
    attributes: otlpAttributes(attributes),
    value: Number(asInt ?? count),
  }));

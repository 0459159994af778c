// A meter provider in memory: what was measured since it was last asked.
import { metrics } from '@opentelemetry/sdk-node';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

/** A point of a metric; of a histogram, how many measurements it has. */
export interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
  /** Of a histogram. */
  readonly sum?: number | undefined;
}

/** The points of a metric, by its name. */
export type Points = (name: string) => readonly Point[];

export interface TestMeter {
  readonly provider: metrics.MeterProvider;
  /** The points of a metric since it was last asked for any. */
  take(): Promise<Points>;
  /** The metrics as they are exported, since it was last asked for any. */
  takeMetrics(): Promise<readonly metrics.MetricData[]>;
  stop(): Promise<void>;
}

/** @param instrumentation is given the provider, where there is one. */
export function startTestMeter(instrumentation?: AnthropicInstrumentation): TestMeter {
  const exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.DELTA);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new metrics.MeterProvider({ readers: [reader] });
  instrumentation?.setMeterProvider(provider);
  const takeMetrics = async () => {
    await provider.forceFlush();
    const found = exporter
      .getMetrics()
      .flatMap((resource) => resource.scopeMetrics.flatMap((scope) => scope.metrics));
    exporter.reset();
    return found;
  };
  const take = async () => pointsIn(await takeMetrics());
  return { provider, take, takeMetrics, stop: () => provider.shutdown() };
}

/** What {@link TestMeter.take} makes of what {@link TestMeter.takeMetrics} took. */
export function pointsIn(found: readonly metrics.MetricData[]): Points {
  const points = new Map(
    found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(pointOf)]),
  );
  return (name) => points.get(name) ?? [];
}

function pointOf({ attributes, value }: metrics.DataPoint<unknown>): Point {
  const { count, sum } = value as { count?: number; sum?: number };
  return count === undefined ? { attributes, value: value as number } : { attributes, value: count, sum };
}

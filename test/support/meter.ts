// A meter provider in memory, which returns the measurements since the last request.
import { metrics } from '@opentelemetry/sdk-node';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

/** A point of a metric. For a histogram, `value` is the number of measurements. */
export interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
  /** Set for a histogram. */
  readonly sum?: number | undefined;
}

/** The points of a metric, by its name. */
export type Points = (name: string) => readonly Point[];

export interface TestMeter {
  readonly provider: metrics.MeterProvider;
  /** The points since the last request. */
  take(): Promise<Points>;
  /** The exported metrics since the last request. */
  takeMetrics(): Promise<readonly metrics.MetricData[]>;
  stop(): Promise<void>;
}

/** @param instrumentation gets the provider, if it is set. */
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

/** The points in the result of {@link TestMeter.takeMetrics}. */
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

// Creates instruments from the table of metrics, and records values on them.
import type { Attributes, Context, Counter, Histogram, Meter } from '@opentelemetry/api';
import { METRICS, type MetricName } from '@sevenstep/semantic-conventions';
import type { Sum } from './sums.ts';

export function counter(meter: Meter, name: MetricName): Counter {
  const { unit, brief } = METRICS[name];
  return meter.createCounter(name, { unit, description: brief });
}

export function histogram(meter: Meter, name: MetricName): Histogram {
  const { unit, brief, buckets = [] } = METRICS[name];
  const advice = { explicitBucketBoundaries: [...buckets] };
  return meter.createHistogram(name, { unit, description: brief, advice });
}

/** Whether `value` is a finite number that is not negative. A clock that was set back gives a negative one. */
export const isMeasured = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;

/** Records a measurement, if it is a number. */
export function record(
  instrument: Histogram,
  value: unknown,
  attributes: Attributes,
  context: Context,
): void {
  if (isMeasured(value)) instrument.record(value, attributes, context);
}

/** Adds `value` to a sum, if it is a number above 0. */
export function add(sum: Sum, value: unknown, kind: Attributes): void {
  if (isMeasured(value) && value > 0) sum.add(value, kind);
}

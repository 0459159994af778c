// The metrics that alerts can watch: ours, and the metrics that a Collector's spanmetrics connector makes from spans.
import {
  type AttributeName,
  METRICS,
  type MetricAttributeName,
  type MetricName,
} from '@sevenstep/semantic-conventions';

/**
 * Span attributes that the connector must keep as dimensions. `gen_ai.operation.name` distinguishes calls from attempts.
 * `anthropic.sdk.method` marks calls of this instrumentation, from which metrics are expected.
 */
export const SPAN_DIMENSIONS: readonly AttributeName[] = [
  'anthropic.diagnosis.id',
  'error.type',
  'gen_ai.operation.name',
  'gen_ai.request.model',
  'anthropic.sdk.method',
  'anthropic.organization.id',
  'anthropic.workspace.id',
];

/** Dimensions that the connector adds by itself. */
const CONNECTOR_DIMENSIONS = ['span.name', 'span.kind', 'status.code'] as const;

/**
 * Upper bounds of the connector's duration histogram: those of `gen_ai.client.inference.duration`, in milliseconds.
 * Jaeger's Monitor tab reads every duration as milliseconds, despite its `latency_unit`.
 */
export const SPAN_DURATION_BUCKETS: readonly number[] = (
  METRICS['gen_ai.client.inference.duration'].buckets ?? []
).map((seconds) => Math.round(seconds * 1000));

/** The connector's metrics, with its default namespace. */
export type SpanMetricName = 'traces.span.metrics.calls' | 'traces.span.metrics.duration';

/** A metric that can be watched. */
export type SignalName = MetricName | SpanMetricName;

/** An attribute that a metric can have; `service.name` is of its resource. */
export type Label =
  | AttributeName
  | MetricAttributeName
  | 'service.name'
  | (typeof CONNECTOR_DIMENSIONS)[number];

/** A metric that alerts can watch. */
export interface Signal {
  readonly instrument: 'histogram' | 'counter' | 'gauge';
  readonly unit: string;
  readonly attributes: readonly Label[];
  readonly buckets?: readonly number[];
  /** Its origin. */
  readonly source: 'metrics' | 'spans';
}

const spanAttributes: readonly Label[] = [...SPAN_DIMENSIONS, ...CONNECTOR_DIMENSIONS];

const OF_METRICS = Object.fromEntries(
  Object.entries(METRICS).map(([name, { instrument, unit, attributes, buckets }]): [string, Signal] => [
    name,
    { instrument, unit, attributes, source: 'metrics', ...(buckets ? { buckets } : {}) },
  ]),
) as Record<MetricName, Signal>;

/** Every metric that can be watched. */
export const SIGNALS: Readonly<Record<SignalName, Signal>> = {
  ...OF_METRICS,
  'traces.span.metrics.calls': {
    instrument: 'counter',
    unit: '',
    attributes: spanAttributes,
    source: 'spans',
  },
  'traces.span.metrics.duration': {
    instrument: 'histogram',
    unit: 'ms',
    attributes: spanAttributes,
    buckets: SPAN_DURATION_BUCKETS,
    source: 'spans',
  },
};

// Emitted telemetry in the form that a check reads: one signal per span, event, metric point and resource.
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { metrics } from '@opentelemetry/sdk-node';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

type Attributes = Readonly<Record<string, unknown>>;

interface Span {
  readonly type: 'span';
  readonly name: string;
  readonly attributes: Attributes;
  readonly kind: string;
  readonly isError: boolean;
  readonly isOk: boolean;
}

interface LogEvent {
  readonly type: 'event';
  readonly name: string;
  readonly attributes: Attributes;
  readonly severity: number | undefined;
}

interface Point {
  readonly type: 'metric';
  readonly name: string;
  readonly attributes: Attributes;
  readonly unit: string;
  readonly instrument: string;
  readonly value: unknown;
}

interface Resource {
  readonly type: 'resource';
  readonly name: 'resource';
  readonly attributes: Attributes;
}

/** A signal with its attributes. */
export type Signal = Span | LogEvent | Point | Resource;

export const spanSignal = ({ name, attributes, kind, status }: ReadableSpan): Span => ({
  type: 'span',
  name,
  attributes,
  kind: (SpanKind[kind] ?? '').toLowerCase(),
  isError: status.code === SpanStatusCode.ERROR,
  isOk: status.code === SpanStatusCode.OK,
});

export const eventSignal = ({ eventName = '', attributes, severityNumber }: ReadableLogRecord): LogEvent => ({
  type: 'event',
  name: eventName,
  attributes,
  severity: severityNumber,
});

/** Every point of a metric. */
export function pointSignals(metric: metrics.MetricData): Point[] {
  const { name, unit } = metric.descriptor;
  const instrument = INSTRUMENTS[metric.dataPointType] ?? 'another';
  return metric.dataPoints.map(({ attributes, value }) => ({
    type: 'metric',
    name,
    attributes,
    unit,
    instrument,
    value,
  }));
}

/** The instruments as registries name them. None of our sums decreases. */
const INSTRUMENTS: Readonly<Record<number, string>> = {
  [metrics.DataPointType.HISTOGRAM]: 'histogram',
  [metrics.DataPointType.GAUGE]: 'gauge',
  [metrics.DataPointType.SUM]: 'counter',
};

/** The attributes of the process on every signal of `span`. */
export const resourceSignal = ({ resource }: ReadableSpan): Resource => ({
  type: 'resource',
  name: 'resource',
  attributes: resource.attributes,
});

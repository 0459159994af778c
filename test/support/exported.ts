// Everything that is exported in this process, as text: spans, metrics and logs as exporters get them, diag at verbose.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { InMemoryMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';

type Told = (text: string) => void;

/** Tells of each export from now on. There is no way back: it is for a process that ends. */
export function onExport(told: Told): void {
  tap(InMemorySpanExporter.prototype, (spans: readonly ReadableSpan[]) =>
    told(JSON.stringify(spans.map(spanParts))),
  );
  tap(InMemoryLogRecordExporter.prototype, (records: readonly ReadableLogRecord[]) =>
    told(JSON.stringify(records.map(logParts))),
  );
  tap(InMemoryMetricExporter.prototype, ({ resource, scopeMetrics }: ResourceMetrics) =>
    told(JSON.stringify([resource.attributes, scopeMetrics])),
  );
  const write = (...args: readonly unknown[]): void => told(args.map(textOf).join(' '));
  diag.setLogger(
    { error: write, warn: write, info: write, debug: write, verbose: write },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
}

function tap<Given>(
  exporter: { export: (given: never, done: never) => void },
  told: (given: Given) => void,
): void {
  const original = exporter.export;
  exporter.export = function (this: unknown, given: never, done: never) {
    told(given as Given);
    return original.call(this, given, done);
  };
}

/** All of a span that leaves the process. */
const spanParts = (span: ReadableSpan): unknown => [
  span.name,
  span.attributes,
  span.status,
  span.events,
  span.links.map(({ attributes }) => attributes),
  span.resource.attributes,
  span.instrumentationScope,
  span.spanContext().traceState?.serialize(),
];

const logParts = ({ eventName, body, attributes, resource, severityText }: ReadableLogRecord): unknown => [
  eventName,
  body,
  attributes,
  resource.attributes,
  severityText,
];

const textOf = (value: unknown): string => (value instanceof Error ? `${value.stack}` : String(value));

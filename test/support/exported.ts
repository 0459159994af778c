// Collects all exports of this process as text: spans, metrics and logs as exporters get them, and `diag` at verbose level.
// Also takes the output of other processes.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { InMemoryMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** The ways out of a process. `output` is what another process printed, sent or wrote to files. */
export type Outlet = 'spans' | 'logs' | 'metrics' | 'diag' | 'output';
type Told = (text: string, outlet: Outlet) => void;

const listeners = new Set<Told>();

/** Calls `told` for each export from now on. It cannot be undone, so use it in a process that ends. */
export function onExport(told: Told): void {
  if (listeners.size === 0) tapAll();
  listeners.add(told);
}

/** Reports that `text` left by `outlet`, for outlets that are not exporters of this process. */
export function exported(text: string, outlet: Outlet): void {
  for (const told of listeners) told(text, outlet);
}

function tapAll(): void {
  tap(InMemorySpanExporter.prototype, 'spans', (spans: readonly ReadableSpan[]) => spans.map(spanParts));
  tap(InMemoryLogRecordExporter.prototype, 'logs', (records: readonly ReadableLogRecord[]) =>
    records.map(logParts),
  );
  tap(InMemoryMetricExporter.prototype, 'metrics', ({ resource, scopeMetrics }: ResourceMetrics) => [
    resource.attributes,
    scopeMetrics,
  ]);
  const write = (...args: readonly unknown[]): void => exported(args.map(textOf).join(' '), 'diag');
  diag.setLogger(
    { error: write, warn: write, info: write, debug: write, verbose: write },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
}

function tap<Given>(
  exporter: { export: (given: never, done: never) => void },
  outlet: Outlet,
  parts: (given: Given) => unknown,
): void {
  const original = exporter.export;
  exporter.export = function (this: unknown, given: never, done: never) {
    exported(JSON.stringify(parts(given as Given)), outlet);
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

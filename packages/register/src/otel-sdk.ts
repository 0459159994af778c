// Loads the parts of the application's OpenTelemetry SDK. `@opentelemetry/sdk-node` 2.x exports them; 3.x only depends on them.
import { createRequire } from 'node:module';
import * as sdkNode from '@opentelemetry/sdk-node';
import { sayOnce, wrongValue } from './say.ts';
import { UnsentSpans } from './unsent-spans.ts';

type SpanExporter = sdkNode.tracing.SpanExporter;

/** Resolves modules from the SDK's own folder. */
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
const parts: Partial<typeof sdkNode> = sdkNode;
const tracing: typeof sdkNode.tracing = parts.tracing ?? ofSdk('@opentelemetry/sdk-trace');

export const NodeSDK: typeof sdkNode.NodeSDK = sdkNode.NodeSDK;
export const resources: typeof sdkNode.resources = parts.resources ?? ofSdk('@opentelemetry/resources');

/** The OTLP exporters, by the end of their packages' names: gRPC, JSON over HTTP, and protobuf over HTTP. */
export type OtlpKind = 'grpc' | 'http' | 'proto';

/** A processor that exports, and the spans that it has not exported yet if it does that later. */
export interface Exporting {
  readonly processor: sdkNode.tracing.SpanProcessor;
  readonly unsent?: UnsentSpans;
}

/** Exports spans in batches. */
export function batches(kind: OtlpKind): Exporting {
  const module = ofSdk.resolve(`@opentelemetry/exporter-trace-otlp-${kind}`);
  const { OTLPTraceExporter } = ofSdk(module) as { OTLPTraceExporter: new () => SpanExporter };
  const exporter = new OTLPTraceExporter();
  const processor = new tracing.BatchSpanProcessor(given(exporter, batchOptions));
  return { processor, unsent: new UnsentSpans(processor, exporter, module) };
}

/** Prints each span as it ends. */
export const prints = (): Exporting => ({
  processor: new tracing.SimpleSpanProcessor(given(new tracing.ConsoleSpanExporter())),
});

/** The argument of a processor: the exporter in 2.x, options with the exporter in 3.x. */
const given = (exporter: SpanExporter, options?: () => object): SpanExporter =>
  parts.tracing ? exporter : ({ exporter, ...options?.() } as unknown as SpanExporter);

/** The batch processor of 2.x reads these variables itself. In 3.x only `NodeSDK` reads them. */
const batchOptions = () => ({
  maxQueueSize: positive('OTEL_BSP_MAX_QUEUE_SIZE'),
  scheduledDelayMillis: positive('OTEL_BSP_SCHEDULE_DELAY'),
  exportTimeoutMillis: positive('OTEL_BSP_EXPORT_TIMEOUT'),
  maxExportBatchSize: positive('OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
});

function positive(variable: string): number | undefined {
  const text = process.env[variable]?.trim();
  if (!text) return undefined;
  const value = Number(text);
  if (value > 0) return value;
  sayOnce(`${variable} ${wrongValue(text)}; expected a number above 0`);
  return undefined;
}

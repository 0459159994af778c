// The application's OpenTelemetry SDK: `@opentelemetry/sdk-node` of 2.x exports its parts, and that of 3.x only depends on them.
import { createRequire } from 'node:module';
import * as sdkNode from '@opentelemetry/sdk-node';
import { sayOnce } from './say.ts';

type SpanExporter = sdkNode.tracing.SpanExporter;

/** Finds what the SDK depends on, as the SDK itself does. */
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
const parts: Partial<typeof sdkNode> = sdkNode;
const tracing: typeof sdkNode.tracing = parts.tracing ?? ofSdk('@opentelemetry/sdk-trace');

export const NodeSDK: typeof sdkNode.NodeSDK = sdkNode.NodeSDK;
export const resources: typeof sdkNode.resources = parts.resources ?? ofSdk('@opentelemetry/resources');

/** Exports spans in batches. */
export const batches = (exporter: SpanExporter): sdkNode.tracing.SpanProcessor =>
  new tracing.BatchSpanProcessor(given(exporter, batchOptions));

/** Prints each span as it ends. */
export const prints = (): sdkNode.tracing.SpanProcessor =>
  new tracing.SimpleSpanProcessor(given(new tracing.ConsoleSpanExporter()));

/** A processor of 2.x takes the exporter, and one of 3.x options that have it. */
const given = (exporter: SpanExporter, options?: () => object): SpanExporter =>
  parts.tracing ? exporter : ({ exporter, ...options?.() } as unknown as SpanExporter);

/** The batch processor of 2.x reads these variables itself. For that of 3.x, its `NodeSDK` reads them. */
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
  sayOnce(`${variable} is '${text}'; expected a number above 0`);
  return undefined;
}

/** Makes the exporter of spans by OTLP over gRPC, as JSON over HTTP, or as protobuf over HTTP. */
export function otlpExporter(kind: 'grpc' | 'http' | 'proto'): SpanExporter {
  const { OTLPTraceExporter } = ofSdk(`@opentelemetry/exporter-trace-otlp-${kind}`) as {
    OTLPTraceExporter: new () => SpanExporter;
  };
  return new OTLPTraceExporter();
}

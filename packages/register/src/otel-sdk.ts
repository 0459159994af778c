// The application's OpenTelemetry SDK: `@opentelemetry/sdk-node` of 2.x exports its parts, and that of 3.x only depends on them.
import { createRequire } from 'node:module';
import * as sdkNode from '@opentelemetry/sdk-node';

type SpanExporter = sdkNode.tracing.SpanExporter;

/** Finds what the SDK depends on, as the SDK itself does. */
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
const parts: Partial<typeof sdkNode> = sdkNode;
const tracing: typeof sdkNode.tracing = parts.tracing ?? ofSdk('@opentelemetry/sdk-trace');

export const NodeSDK: typeof sdkNode.NodeSDK = sdkNode.NodeSDK;
export const resources: typeof sdkNode.resources = parts.resources ?? ofSdk('@opentelemetry/resources');

/** Exports spans in batches. */
export const batches = (exporter: SpanExporter): sdkNode.tracing.SpanProcessor =>
  new tracing.BatchSpanProcessor(given(exporter));

/** Prints each span as it ends. */
export const prints = (): sdkNode.tracing.SpanProcessor =>
  new tracing.SimpleSpanProcessor(given(new tracing.ConsoleSpanExporter()));

/** A processor of 2.x takes the exporter, and one of 3.x options that have it. */
const given = (exporter: SpanExporter): SpanExporter =>
  parts.tracing ? exporter : ({ exporter } as unknown as SpanExporter);

/** Makes the exporter of spans by OTLP over gRPC, as JSON over HTTP, or as protobuf over HTTP. */
export function otlpExporter(kind: 'grpc' | 'http' | 'proto'): SpanExporter {
  const { OTLPTraceExporter } = ofSdk(`@opentelemetry/exporter-trace-otlp-${kind}`) as {
    OTLPTraceExporter: new () => SpanExporter;
  };
  return new OTLPTraceExporter();
}

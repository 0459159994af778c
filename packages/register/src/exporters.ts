// Where spans go, from the environment: OTel's own variables and defaults, read as NodeSDK reads them.
import { diag } from '@opentelemetry/api';
import { OTLPTraceExporter as OTLPGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as OTLPJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as OTLPProto } from '@opentelemetry/exporter-trace-otlp-proto';
import { tracing } from '@opentelemetry/sdk-node';

const { BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor } = tracing;

/** `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL`, or `OTEL_EXPORTER_OTLP_PROTOCOL`, to exporter. */
const PROTOCOLS: Record<string, () => tracing.SpanExporter> = {
  'http/protobuf': () => new OTLPProto(),
  'http/json': () => new OTLPJson(),
  grpc: () => new OTLPGrpc(),
};

/** A word of `OTEL_TRACES_EXPORTER` to a span processor. */
const EXPORTERS: Record<string, () => tracing.SpanProcessor | undefined> = {
  otlp: () => new BatchSpanProcessor(otlpExporter()),
  console: () => new SimpleSpanProcessor(new ConsoleSpanExporter()),
  none: () => undefined,
};

/** The span processors that `OTEL_TRACES_EXPORTER` asks for. Default: `otlp`. An unknown word is reported and skipped. */
export function exportingProcessors(): tracing.SpanProcessor[] {
  const words = (process.env.OTEL_TRACES_EXPORTER || 'otlp').split(',').map((word) => word.trim());
  return words.flatMap((word) => known('OTEL_TRACES_EXPORTER', EXPORTERS, word)?.() ?? []);
}

function otlpExporter(): tracing.SpanExporter {
  const variable = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
  const word = process.env[variable] || process.env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  return (known(variable, PROTOCOLS, word) ?? PROTOCOLS['http/protobuf'])?.() ?? new OTLPProto();
}

function known<Value>(variable: string, table: Record<string, Value>, word: string): Value | undefined {
  const value = Object.hasOwn(table, word) ? table[word] : undefined;
  if (value === undefined) {
    diag.warn(`@sevenstep/register: ${variable} is '${word}'; expected ${Object.keys(table).join(', ')}`);
  }
  return value;
}

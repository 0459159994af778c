// Where spans go, from the environment: OTel's own variables and defaults, read as NodeSDK reads them.
import { diag } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';
import { batches, otlpExporter, prints } from './otel-sdk.ts';

/** `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL`, or `OTEL_EXPORTER_OTLP_PROTOCOL`, to exporter. */
const PROTOCOLS: Record<string, () => tracing.SpanExporter> = {
  'http/protobuf': () => otlpExporter('proto'),
  'http/json': () => otlpExporter('http'),
  grpc: () => otlpExporter('grpc'),
};

/** A word of `OTEL_TRACES_EXPORTER` to a span processor. */
const EXPORTERS: Record<string, () => tracing.SpanProcessor | undefined> = {
  otlp: () => batches(exporterOfProtocol()),
  console: prints,
  none: () => undefined,
};

/** The span processors of `OTEL_TRACES_EXPORTER`. Default: `otlp`. An unknown word is reported and skipped. */
export function exportingProcessors(): tracing.SpanProcessor[] {
  const words = (process.env.OTEL_TRACES_EXPORTER || 'otlp').split(',').map((word) => word.trim());
  return words.flatMap((word) => known('OTEL_TRACES_EXPORTER', EXPORTERS, word)?.() ?? []);
}

function exporterOfProtocol(): tracing.SpanExporter {
  const variable = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
  const word = process.env[variable] || process.env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  return (known(variable, PROTOCOLS, word) ?? PROTOCOLS['http/protobuf'])?.() ?? otlpExporter('proto');
}

function known<Value>(variable: string, table: Record<string, Value>, word: string): Value | undefined {
  const value = Object.hasOwn(table, word) ? table[word] : undefined;
  if (value === undefined) {
    diag.warn(`@sevenstep/register: ${variable} is '${word}'; expected ${Object.keys(table).join(', ')}`);
  }
  return value;
}

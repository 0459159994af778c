// An OpenTelemetry set-up as in an application: a NodeSDK with the instrumentation and the diagnosis processor.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

export interface Telemetry {
  /** The spans of the calls since the last request for them, in the order of their ends. */
  takeSpans(): readonly tracing.ReadableSpan[];
  /** Sends the remaining spans. */
  shutdown(): Promise<void>;
}

/** @param otlpUrl a destination for spans in addition to the terminal; `undefined` for none. */
export function startTelemetry(otlpUrl: string | undefined): Telemetry {
  const memory = new tracing.InMemorySpanExporter();
  const otlp = otlpUrl && new OTLPTraceExporter({ url: `${otlpUrl.replace(/\/$/, '')}/v1/traces` });
  const sdk = new NodeSDK({
    serviceName: 'sevenstep-demo',
    autoDetectResources: false,
    instrumentations: [new AnthropicInstrumentation()],
    spanProcessors: [
      new DiagnosisSpanProcessor(),
      new tracing.SimpleSpanProcessor(memory),
      ...(otlp ? [new tracing.BatchSpanProcessor(otlp)] : []),
    ],
  });
  sdk.start();
  return {
    takeSpans: () => {
      const spans = memory.getFinishedSpans();
      memory.reset();
      return spans;
    },
    shutdown: () => sdk.shutdown(),
  };
}

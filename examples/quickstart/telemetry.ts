// Loaded before the application. It sends spans of Claude calls, each with its diagnosis, to an OTLP endpoint.
import '@sevenstep/register/hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

const sdk = new NodeSDK({
  instrumentations: [new AnthropicInstrumentation()],
  spanProcessors: [new DiagnosisSpanProcessor(), new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

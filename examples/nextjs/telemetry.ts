// The set-up of the quickstart, for the server's process.
import '@sevenstep/register/hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

new NodeSDK({
  instrumentations: [new AnthropicInstrumentation()],
  spanProcessors: [new DiagnosisSpanProcessor(), new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
}).start();

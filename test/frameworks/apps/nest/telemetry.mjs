// The set-up of the README, with the instrumentation of HTTP.
import '@sevenstep/register/hooks'; // ours
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(),
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

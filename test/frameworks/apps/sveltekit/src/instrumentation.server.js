// https://svelte.dev/docs/kit/observability: loaded before the application.
import '@sevenstep/register/hooks'; // ours
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const sdk = new NodeSDK({
  instrumentations: [
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('sveltekit:shutdown', () => sdk.shutdown());

// A plugin of Nitro is loaded before the routes.
import '@sevenstep/register/hooks'; // ours
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

export default (nitro) => {
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
  nitro.hooks.hook('close', () => sdk.shutdown());
};

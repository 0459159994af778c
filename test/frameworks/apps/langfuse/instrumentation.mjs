// https://langfuse.com/docs/observability/sdk/overview, with ours.
import '@sevenstep/register/hooks'; // ours
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const sdk = new NodeSDK({
  instrumentations: [
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new LangfuseSpanProcessor(),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

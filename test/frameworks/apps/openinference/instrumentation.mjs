// https://github.com/Arize-ai/openinference/tree/main/js/packages/openinference-instrumentation-anthropic, with ours.
import '@sevenstep/register/hooks'; // ours
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation as OpenInference } from '@arizeai/openinference-instrumentation-anthropic';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const openInference = new OpenInference();
openInference.manuallyInstrument(Anthropic);
const ours = new AnthropicInstrumentation(); // ours
ours.instrument(Anthropic); // ours
const sdk = new NodeSDK({
  instrumentations: [
    openInference,
    ours, // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new tracing.SimpleSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

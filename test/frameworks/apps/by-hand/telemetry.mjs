// Where no module hook sees the SDK, the instrumentation is given it by hand.
import Anthropic from '@anthropic-ai/sdk'; // ours
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

export const provider = new NodeTracerProvider({
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();
new AnthropicInstrumentation().instrument(Anthropic); // ours

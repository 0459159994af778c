// Bun and Deno have no module hooks like those of Node.js, so this uses the SDK's own middleware.
import Anthropic from '@anthropic-ai/sdk';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

const provider = new BasicTracerProvider({
  spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(new OTLPTraceExporter())],
});
const instrumentation = new AnthropicInstrumentation();
instrumentation.setTracerProvider(provider);

const client = new Anthropic({ openTelemetry: false, middleware: [instrumentation.middleware()] });
const stream = client.messages.stream({
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(await stream.finalText().catch((error) => `the stream failed: ${error.message}`));
await provider.shutdown();

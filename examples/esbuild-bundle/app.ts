// A bundle loads no modules that hooks could see, so the application gives the SDK to the instrumentation.
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
instrumentation.instrument(Anthropic);

const client = new Anthropic({ openTelemetry: false });
await client.messages
  .create({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] })
  .catch(({ status }) => console.log(`the API answered ${status}`));
await provider.shutdown();

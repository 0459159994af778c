// Where nothing may be patched: the SDK's own middleware.
import Anthropic from '@anthropic-ai/sdk';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

const provider = new NodeTracerProvider({
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();
const instrumentation = new AnthropicInstrumentation(); // ours

const client = new Anthropic({
  middleware: [instrumentation.middleware()], // ours
});
for (const number of calls.keys()) console.log(await handle(() => makeCall(client, number)));
await provider.shutdown();

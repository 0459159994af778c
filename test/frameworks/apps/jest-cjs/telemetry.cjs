// In Jest no module hook sees the SDK: the instrumentation is given it by hand, in each test file's world.
const Anthropic = require('@anthropic-ai/sdk'); // ours
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { DiagnosisSpanProcessor } = require('@sevenstep/diagnosis-span-processor'); // ours
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // ours

const provider = new NodeTracerProvider({
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();
new AnthropicInstrumentation().instrument(Anthropic); // ours

afterAll(() => provider.shutdown());

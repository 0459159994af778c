// https://github.com/fastify/otel, with ours.
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { FastifyOtelInstrumentation } = require('@fastify/otel');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { DiagnosisSpanProcessor } = require('@sevenstep/diagnosis-span-processor'); // ours
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // ours

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(),
    new FastifyOtelInstrumentation({ registerOnInitialization: true }),
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

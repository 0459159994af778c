// A set-up as an application has it already. The lines marked with + are new.
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const { NodeSDK, tracing } = require('@opentelemetry/sdk-node');
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // +
const { DiagnosisSpanProcessor } = require('@sevenstep/diagnosis-span-processor'); // +

const sdk = new NodeSDK({
  instrumentations: [
    new UndiciInstrumentation(),
    new AnthropicInstrumentation(), // +
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // +, before the exporter
    new tracing.BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

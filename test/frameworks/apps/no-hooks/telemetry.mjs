// A set-up that forgot the module hooks.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const sdk = new NodeSDK({
  instrumentations: [
    new AnthropicInstrumentation({ diagnose: diagnoseCall() }), // ours
  ],
  traceExporter: new OTLPTraceExporter(),
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

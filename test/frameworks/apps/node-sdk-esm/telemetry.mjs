// https://github.com/open-telemetry/opentelemetry-js/blob/main/doc/esm-support.md, with ours.
import '@sevenstep/register/hooks'; // ours
import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const sdk = new NodeSDK({
  instrumentations: [
    getNodeAutoInstrumentations(),
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

// A set-up of the application's own, as the README has it, with the processor in front of what exports.
import '@sevenstep/register/hooks';
import { createRequire } from 'node:module';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

// What the very SDK depends on, which npm may have put beneath it.
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/sdk-node'));
// Of 2.12 and 3.x.
const { BatchSpanProcessor } = ofSdk('@opentelemetry/sdk-trace');
const { OTLPTraceExporter } = ofSdk('@opentelemetry/exporter-trace-otlp-http');

const sdk = new NodeSDK({
  instrumentations: process.execArgv.includes('./standalone.mjs') ? [] : [new AnthropicInstrumentation()],
  spanProcessors: [
    new DiagnosisSpanProcessor(),
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

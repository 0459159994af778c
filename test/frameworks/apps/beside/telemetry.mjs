// OpenTelemetry's instrumentations of HTTP, undici, Express and OpenAI, each set up as its README says, with ours.
import '@sevenstep/register/hooks'; // ours
import { register } from 'node:module';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

// Where `--experimental-loader` is not given.
if (!process.execArgv.some((argument) => argument.includes('loader'))) {
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
}

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(),
    new UndiciInstrumentation(),
    new ExpressInstrumentation(),
    new OpenAIInstrumentation(),
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new tracing.BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

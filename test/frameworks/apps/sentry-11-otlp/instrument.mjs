// Sentry for errors, OpenTelemetry for spans, which go to Sentry's OTLP endpoint: as `openTelemetryIntegration` documents it.
import '@sevenstep/register/hooks'; // ours
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import * as Sentry from '@sentry/node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const dsn = process.env.SENTRY_DSN;
const sdk = new NodeSDK({
  instrumentations: [
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    new tracing.BatchSpanProcessor(new OTLPTraceExporter(Sentry.getOtlpTracesEndpoint(dsn))),
  ],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());

Sentry.init({ dsn, integrations: [Sentry.openTelemetryIntegration()] });

// https://docs.sentry.io/platforms/javascript/guides/node/, with ours.
const Sentry = require('@sentry/node');
const { DiagnosisSpanProcessor } = require('@sevenstep/diagnosis-span-processor'); // ours
const { AnthropicInstrumentation } = require('@sevenstep/instrumentation-anthropic'); // ours

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  openTelemetryInstrumentations: [new AnthropicInstrumentation()], // ours
  openTelemetrySpanProcessors: [new DiagnosisSpanProcessor()], // ours
});

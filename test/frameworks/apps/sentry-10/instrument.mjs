// https://docs.sentry.io/platforms/javascript/guides/node/install/esm/, with ours.
import '@sevenstep/register/hooks'; // ours
import * as Sentry from '@sentry/node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  openTelemetryInstrumentations: [new AnthropicInstrumentation()], // ours
  openTelemetrySpanProcessors: [new DiagnosisSpanProcessor()], // ours
});

// https://docs.sentry.io/platforms/javascript/guides/node/install/esm/, with OpenTelemetry's spans, and ours.
import '@sevenstep/register/hooks'; // ours
import { registerInstrumentations } from '@opentelemetry/instrumentation'; // ours
import * as Sentry from '@sentry/node';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  enableOpenTelemetrySetup: true,
  // Sentry's own span of each call.
  integrations: (defaults) => defaults.filter(({ name }) => name !== 'Anthropic_AI'),
});
registerInstrumentations({ instrumentations: [new AnthropicInstrumentation({ diagnose: diagnoseCall() })] }); // ours

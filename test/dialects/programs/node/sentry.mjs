// Sentry 10, whose spans are OpenTelemetry's: https://docs.sentry.io/platforms/javascript/guides/node/opentelemetry/
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as Sentry from '@sentry/node';
import { serve } from './serve.mjs';

const processor = new BatchSpanProcessor(new OTLPTraceExporter());
Sentry.init({
  // Nobody listens there: what Sentry itself gets does not matter here.
  dsn: 'http://public@127.0.0.1:9/1',
  tracesSampleRate: 1,
  openTelemetrySpanProcessors: [processor],
});
// After the hooks that patch it.
const { default: Anthropic } = await import('@anthropic-ai/sdk');
const { callSdk } = await import('./sdk-call.mjs');
await serve(
  (call) => callSdk(Anthropic, call),
  () => processor.forceFlush(),
);

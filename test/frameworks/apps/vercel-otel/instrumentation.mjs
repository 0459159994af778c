// https://vercel.com/docs/tracing/instrumentation, in a plain Node.js process, with ours.
import '@sevenstep/register/hooks'; // ours
import { trace } from '@opentelemetry/api';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import { registerOTel } from '@vercel/otel';

registerOTel({
  serviceName: 'teapots',
  instrumentations: [
    'fetch',
    new AnthropicInstrumentation(), // ours
  ],
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
    'auto',
  ],
});
// Vercel's platform does it after each request.
process.once('beforeExit', () => trace.getTracerProvider().getDelegate().forceFlush());

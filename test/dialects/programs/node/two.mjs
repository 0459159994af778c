// Two instrumentations of the SDK at once: their names are the arguments, in the order in which they patch it.
import * as anthropic from '@anthropic-ai/sdk';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { tracing } from './otlp.mjs';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const [, , ...names] = process.argv;
const provider = tracing();

const PATCHES = {
  async openinference() {
    const { AnthropicInstrumentation } = await import('@arizeai/openinference-instrumentation-anthropic');
    new AnthropicInstrumentation({ tracerProvider: provider }).manuallyInstrument(anthropic.default);
  },
  async traceloop() {
    const { AnthropicInstrumentation } = await import('@traceloop/instrumentation-anthropic');
    const instrumentation = new AnthropicInstrumentation();
    instrumentation.setTracerProvider(provider);
    instrumentation.manuallyInstrument(anthropic);
  },
  /** From this checkout: what was built last. */
  async ours() {
    const { AnthropicInstrumentation } = await import(process.env.SEVENSTEP_INSTRUMENTATION);
    const instrumentation = new AnthropicInstrumentation();
    instrumentation.setTracerProvider(provider);
    instrumentation.instrument(anthropic);
  },
  sdk: () => undefined,
  application: () => undefined,
};
for (const name of names) await PATCHES[name]();

/** As applications do it by hand, by the GenAI conventions. */
async function inSpan(call, make) {
  if (!names.includes('application')) return await make();
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': call.params.model,
  };
  return await trace
    .getTracer('application')
    .startActiveSpan(`chat ${call.params.model}`, { attributes }, async (span) => {
      try {
        return await make();
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
}

const options = names.includes('sdk') ? {} : { openTelemetry: false };
await serve(
  (call) => inSpan(call, () => callSdk(anthropic.default, call, options)),
  () => provider.forceFlush(),
);

// A Worker that makes a call for each request.
import Anthropic from '@anthropic-ai/sdk';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import { makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

new AnthropicInstrumentation().instrument(Anthropic); // ours

let provider;

/** What needs the environment is made with the first request. */
function startTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT }) {
  const exporter = new OTLPTraceExporter({ url: `${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces` });
  provider = new TracerProvider({
    spanProcessors: [
      new DiagnosisSpanProcessor(), // ours
      new SimpleSpanProcessor({ exporter }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
}

export default {
  async fetch(request, env) {
    if (!provider) startTelemetry(env);
    const client = new Anthropic({
      apiKey: env.ANTHROPIC_API_KEY,
      baseURL: env.ANTHROPIC_BASE_URL,
    });
    const number = Number(new URL(request.url).pathname.slice('/calls/'.length));
    const answer = await handle(() => makeCall(client, number));
    await provider.forceFlush();
    return new Response(answer);
  },
};

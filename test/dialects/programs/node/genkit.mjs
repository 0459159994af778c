// Calls with Genkit and its plugin for Anthropic; Genkit writes the spans.
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@genkit-ai/anthropic';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { genkit } from 'genkit';
import { logger } from 'genkit/logging';
import { enableTelemetry, flushTracing } from 'genkit/tracing';
import { pause, serve, signalOf } from './serve.mjs';

// The plugin takes only a key. Its own tests give it a client.
const types = new URL('types.mjs', import.meta.resolve('@genkit-ai/anthropic'));
const { __testClient } = await import(types.href);

// It would write to the standard output.
logger.setLogLevel('error');
await enableTelemetry({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });

const clientOf = ({ baseURL, apiKey, headers, betas, params, maxRetries, timeoutMs }) =>
  new Anthropic({
    baseURL,
    apiKey,
    maxRetries,
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    defaultHeaders: { ...headers, ...(betas.length > 0 && { 'anthropic-beta': betas.join() }) },
    // Genkit has no names for several parameters.
    fetch: (url, init) =>
      fetch(url, { ...init, body: JSON.stringify({ ...JSON.parse(init.body), ...params }) }),
  });

async function make(call) {
  const ai = genkit({ plugins: [anthropic({ apiKey: call.apiKey, [__testClient]: clientOf(call) })] });
  const request = {
    model: anthropic.model(call.params.model),
    prompt: 'Hello',
    abortSignal: signalOf(call),
    returnToolRequests: true,
  };
  if (!call.stream) return void (await ai.generate(request));
  const { stream, response } = ai.generateStream(request);
  response.catch(() => undefined);
  let events = 0;
  for await (const _ of stream) {
    events += 1;
    if (events === call.stopAfterEvents) break;
    if (call.pauseBetweenEventsMs !== undefined) await pause(call.pauseBetweenEventsMs);
  }
  await response;
}

await serve(make, flushTracing);

// Calls of an agent of Mastra with its exporter for OpenTelemetry; Mastra writes the spans.
import { createAnthropic } from '@ai-sdk/anthropic';
import { Agent } from '@mastra/core/agent';
import { noopLogger } from '@mastra/core/logger';
import { Mastra } from '@mastra/core/mastra';
import { Observability } from '@mastra/observability';
import { OtelExporter } from '@mastra/otel-exporter';
import { pause, serve, signalOf } from './serve.mjs';

const exporter = new OtelExporter({
  provider: {
    custom: { endpoint: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, protocol: 'http/protobuf' },
  },
});
const observability = new Observability({
  configs: {
    otel: {
      serviceName: 'app',
      exporters: [exporter],
      excludeSpanTypes: ['model_chunk', 'model_step', 'processor_run'],
    },
  },
});

async function make(call) {
  const { baseURL, apiKey, headers, params, betas, stream, maxRetries } = call;
  const anthropic = createAnthropic({
    baseURL: `${baseURL}/v1`,
    ...(apiKey !== null && { apiKey }),
    headers: { ...headers, ...(betas.length > 0 && { 'anthropic-beta': betas.join() }) },
    // Mastra has no names for several parameters.
    fetch: (url, init) =>
      fetch(url, { ...init, body: JSON.stringify({ ...JSON.parse(init.body), ...params }) }),
  });
  const agent = new Agent({
    id: 'assistant',
    name: 'assistant',
    instructions: 'Answer.',
    model: anthropic(params.model),
    maxRetries,
  });
  const mastra = new Mastra({ agents: { assistant: agent }, observability, logger: noopLogger });
  const assistant = mastra.getAgent('assistant');
  const options = { abortSignal: signalOf(call), maxSteps: 1 };
  if (!stream) return void (await assistant.generate('Hello', options));
  const answer = await assistant.stream('Hello', options);
  let events = 0;
  for await (const _ of answer.fullStream) {
    events += 1;
    if (events === call.stopAfterEvents) break;
    if (call.pauseBetweenEventsMs !== undefined) await pause(call.pauseBetweenEventsMs);
  }
}

await serve(make, async () => {
  await pause(20);
  await exporter.flush();
});

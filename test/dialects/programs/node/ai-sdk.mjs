// Calls with the AI SDK and its own telemetry: https://ai-sdk.dev/docs/ai-sdk-core/telemetry
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { tracing } from './otlp.mjs';
import { pause, serve, signalOf } from './serve.mjs';

const provider = tracing();

async function make(call) {
  const { baseURL, apiKey, headers, params, betas, stream, maxRetries } = call;
  const anthropic = createAnthropic({
    baseURL: `${baseURL}/v1`,
    ...(apiKey !== null && { apiKey }),
    headers: { ...headers, ...(betas.length > 0 && { 'anthropic-beta': betas.join() }) },
  });
  const settings = {
    model: anthropic(params.model),
    maxOutputTokens: params.max_tokens,
    temperature: params.temperature,
    topP: params.top_p,
    ...(params.messages.length === 0 ? { messages: [] } : { prompt: 'Hello' }),
    ...(params.tools && { tools: toolsOf(params.tools) }),
    maxRetries,
    abortSignal: signalOf(call),
    experimental_telemetry: { isEnabled: true },
  };
  if (!stream) return void (await generateText(settings));
  let events = 0;
  for await (const _ of streamText({ ...settings, onError: () => undefined }).fullStream) {
    events += 1;
    if (events === call.stopAfterEvents) break;
    if (call.pauseBetweenEventsMs !== undefined) await pause(call.pauseBetweenEventsMs);
  }
  // Of a stream that was left, the AI SDK reads the rest.
  if (call.stopAfterEvents !== undefined) await pause(500);
}

function toolsOf(tools) {
  const asTool = ({ name, description, input_schema }) => [
    name,
    tool({ description, inputSchema: jsonSchema(input_schema) }),
  ];
  return Object.fromEntries(tools.map(asTool));
}

await serve(make, () => provider.forceFlush());

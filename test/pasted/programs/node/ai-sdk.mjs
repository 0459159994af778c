// Calls with the AI SDK, of any version from 5 on.
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { printForms, signalOf } from './forms.mjs';

await printForms(make);

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
  };
  if (!stream) {
    const { text, finishReason } = await generateText(settings);
    return { text, finishReason };
  }
  // An application that sets no `onError` gets it printed.
  let text = '';
  for await (const part of streamText(settings).fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'finish') return { text, finishReason: part.finishReason };
  }
  return { text };
}

const toolsOf = (tools) =>
  Object.fromEntries(
    tools.map(({ name, description, input_schema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(input_schema) }),
    ]),
  );

// Calls with LangChain.
import { ChatAnthropic } from '@langchain/anthropic';
import { printForms, signalOf } from './forms.mjs';

await printForms(make);

async function make(call) {
  const { baseURL, apiKey, headers, params, betas, stream, maxRetries, timeoutMs } = call;
  const model = new ChatAnthropic({
    model: params.model,
    maxTokens: params.max_tokens,
    temperature: params.temperature,
    topP: params.top_p,
    thinking: params.thinking,
    ...(apiKey !== null && { apiKey }),
    anthropicApiUrl: baseURL,
    maxRetries,
    clientOptions: {
      defaultHeaders: { ...headers, ...(betas.length > 0 && { 'anthropic-beta': betas.join() }) },
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    },
  });
  const runnable = params.tools ? model.bindTools(params.tools) : model;
  const options = { signal: signalOf(call) };
  if (!stream) {
    const { text, response_metadata } = await runnable.invoke(params.messages, options);
    return { text, response_metadata };
  }
  const chunks = [];
  for await (const chunk of await runnable.stream(params.messages, options)) chunks.push(chunk.text);
  return chunks.join('');
}

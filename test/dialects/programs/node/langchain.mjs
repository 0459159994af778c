// Calls with LangChain. `OBSERVED_BY` names what writes the spans.
import { ChatAnthropic } from '@langchain/anthropic';
import * as callbacks from '@langchain/core/callbacks/manager';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { tracing } from './otlp.mjs';
import { pause, serve, signalOf } from './serve.mjs';

const provider = tracing();

const SENDERS = {
  openinference: async () => {
    const { LangChainInstrumentation } = await import('@arizeai/openinference-instrumentation-langchain');
    const instrumentation = new LangChainInstrumentation({ tracerProvider: provider });
    instrumentation.manuallyInstrument(callbacks);
  },
  traceloop: async () => {
    const { LangChainInstrumentation } = await import('@traceloop/instrumentation-langchain');
    const instrumentation = new LangChainInstrumentation();
    instrumentation.setTracerProvider(provider);
    instrumentation.manuallyInstrument({ callbackManagerModule: callbacks });
  },
};

await SENDERS[process.env.OBSERVED_BY]();
await serve(make, () => provider.forceFlush());

async function make(call) {
  const { baseURL, apiKey, headers, params, betas, stream, maxRetries, timeoutMs } = call;
  const { messages, model, max_tokens, temperature, top_p, thinking, tools, ...rest } = params;
  const chat = new ChatAnthropic({
    model,
    maxTokens: max_tokens,
    temperature,
    topP: top_p,
    thinking,
    invocationKwargs: rest,
    ...(apiKey !== null && { apiKey }),
    anthropicApiUrl: baseURL,
    maxRetries,
    clientOptions: {
      defaultHeaders: { ...headers, ...(betas.length > 0 && { 'anthropic-beta': betas.join() }) },
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    },
  });
  const bound = tools ? chat.bindTools(tools) : chat;
  const options = { signal: signalOf(call) };
  if (stream) return await readStream(await bound.stream(messages, options), call);
  // Few do, so that the record stays small: each span of a chain has the error again.
  if (!call.situation.startsWith('limits.requests')) return await bound.invoke(messages, options);
  const prompt = ChatPromptTemplate.fromMessages([['placeholder', '{messages}']]);
  return await prompt.pipe(bound).invoke({ messages }, options);
}

async function readStream(stream, { stopAfterEvents, pauseBetweenEventsMs }) {
  let events = 0;
  for await (const _ of stream) {
    events += 1;
    if (events === stopAfterEvents) break;
    if (pauseBetweenEventsMs !== undefined) await pause(pauseBetweenEventsMs);
  }
}

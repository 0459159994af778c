// LangChain in a bundle. It brings an SDK of its own; with `createClient` it calls through the one that is instrumented.
import Anthropic from '@anthropic-ai/sdk';
import { ChatAnthropic } from '@langchain/anthropic';
import { handle } from './handle.mjs';
import { provider } from './telemetry.mjs';

const model = new ChatAnthropic({
  model: 'claude-sonnet-4-5',
  maxTokens: 64,
  createClient: (options) => new Anthropic(options),
});

const invoke = async () => (await model.invoke('Describe a teapot.')).text;

async function stream() {
  const texts = [];
  for await (const chunk of await model.stream('Describe a teapot.')) texts.push(chunk.text);
  return texts;
}

export async function run() {
  for (const work of [invoke, invoke, invoke, stream, stream])
    console.log(JSON.stringify(await handle(work).catch(({ name, message }) => [name, message])));
  await provider.shutdown();
}

// The application's own SDK, and the older one that LangChain brings, in one process.
import Anthropic from '@anthropic-ai/sdk';
import { ChatAnthropic } from '@langchain/anthropic';
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

const client = new Anthropic();
const model = new ChatAnthropic({ model: 'claude-sonnet-4-5', maxTokens: 64 });
for (const number of calls.keys()) await handle(() => makeCall(client, number));
await handle(async () => (await model.invoke('Describe a teapot.')).text);
await handle(async () => {
  const texts = [];
  for await (const chunk of await model.stream('Describe a teapot.')) texts.push(chunk.text);
  return texts;
});

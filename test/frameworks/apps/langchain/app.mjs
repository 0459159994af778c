// https://docs.langchain.com/oss/javascript/integrations/chat/anthropic, and an agent of LangGraph with a tool.
import { ChatAnthropic } from '@langchain/anthropic';
import { createAgent, tool } from 'langchain';
import { z } from 'zod';
import { handle } from './handle.mjs';

const model = new ChatAnthropic({ model: 'claude-sonnet-4-5', maxTokens: 64 });

const invoke = async () => (await model.invoke('Describe a teapot.')).text;

async function stream() {
  const texts = [];
  for await (const chunk of await model.stream('Describe a teapot.')) texts.push(chunk.text);
  return texts;
}

const weather = tool(({ city }) => `It rains in ${city}.`, {
  name: 'get_weather',
  description: 'The weather of a city.',
  schema: z.object({ city: z.string() }),
});

async function agent() {
  const { messages } = await createAgent({ model, tools: [weather] }).invoke({
    messages: [{ role: 'user', content: 'How is the weather?' }],
  });
  return messages.map((message) => [message.getType(), message.text]);
}

for (const work of [invoke, invoke, invoke, stream, stream, agent]) await handle(work);

// https://developers.llamaindex.ai/typescript/framework/modules/models/llms/anthropic/, and its loop with a tool.
import { Anthropic } from '@llamaindex/anthropic';
import { handle } from './handle.mjs';

const llm = new Anthropic({ model: 'claude-sonnet-4-5', maxTokens: 64 });
const messages = [{ role: 'user', content: 'Describe a teapot.' }];

const chat = async () => (await llm.chat({ messages })).message.content;

async function stream() {
  const texts = [];
  for await (const { delta } of await llm.chat({ messages, stream: true })) texts.push(delta);
  return texts;
}

const weather = {
  call: ({ city }) => `It rains in ${city}.`,
  metadata: {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

async function agent() {
  const history = [{ role: 'user', content: 'How is the weather?' }];
  let exit = false;
  while (!exit) {
    const { newMessages, toolCalls } = await llm.exec({ messages: history, tools: [weather] });
    history.push(...newMessages);
    exit = toolCalls.length === 0;
  }
  return history.map(({ role, content }) => [role, content]);
}

for (const work of [chat, chat, chat, stream, stream, agent]) await handle(work);

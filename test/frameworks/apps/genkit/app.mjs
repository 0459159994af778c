// https://genkit.dev/docs/js/integrations/anthropic/, and a tool.
import { anthropic } from '@genkit-ai/anthropic';
import { genkit, z } from 'genkit';
import { handle } from './handle.mjs';

const ai = genkit({ plugins: [anthropic()], model: anthropic.model('claude-sonnet-4-5') });

const generate = async () => (await ai.generate('Describe a teapot.')).text;

async function stream() {
  const { stream: chunks, response } = ai.generateStream('Describe a teapot.');
  response.catch(() => {});
  const texts = [];
  for await (const chunk of chunks) texts.push(chunk.text);
  await response;
  return texts;
}

const weather = ai.defineTool(
  {
    name: 'get_weather',
    description: 'The weather of a city.',
    inputSchema: z.object({ city: z.string() }),
    outputSchema: z.string(),
  },
  async ({ city }) => `It rains in ${city}.`,
);

async function agent() {
  const { messages } = await ai.generate({ prompt: 'How is the weather?', tools: [weather] });
  return messages.map(({ role, content }) => [role, content]);
}

for (const work of [generate, generate, generate, stream, stream, agent]) await handle(work);

// https://ai-sdk.dev/docs/ai-sdk-core/telemetry, of versions 5 and 6, and a tool.
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { handle } from './handle.mjs';

const anthropic = createAnthropic({ baseURL: `${process.env.ANTHROPIC_BASE_URL}/v1` });
const settings = {
  model: anthropic('claude-sonnet-4-5'),
  maxOutputTokens: 64,
  experimental_telemetry: { isEnabled: true },
};

const generate = async () => (await generateText({ ...settings, prompt: 'Describe a teapot.' })).text;

async function stream() {
  let failure;
  const onError = ({ error }) => {
    failure = error;
  };
  const texts = [];
  const { textStream } = streamText({ ...settings, prompt: 'Describe a teapot.', onError });
  for await (const text of textStream) texts.push(text);
  if (failure) throw failure;
  return texts;
}

const get_weather = tool({
  description: 'The weather of a city.',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `It rains in ${city}.`,
});

async function agent() {
  const { steps } = await generateText({
    ...settings,
    prompt: 'How is the weather?',
    tools: { get_weather },
    stopWhen: stepCountIs(3),
  });
  return steps.map(({ text, toolResults }) => [text, toolResults.map(({ output }) => output)]);
}

for (const work of [generate, generate, generate, stream, stream, agent]) await handle(work);

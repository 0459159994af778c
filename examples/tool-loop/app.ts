// The SDK's tool runner: it asks, runs the tool, and asks again with the tool's result.
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';

const weather = betaTool({
  name: 'get_weather',
  description: 'The weather in a city',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  },
  run: ({ city }) => `Rain in ${city}.`,
});

const answer = await new Anthropic().beta.messages.toolRunner({
  model: 'claude-sonnet-5',
  max_tokens: 256,
  max_iterations: 5,
  tools: [weather],
  messages: [{ role: 'user', content: 'Do I need an umbrella in Oslo?' }],
});
console.log(answer.content);

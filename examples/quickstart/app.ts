// An application without any code for telemetry.
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic();
const { content } = await client.messages.create({
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Say hello.' }],
});
console.log(content);

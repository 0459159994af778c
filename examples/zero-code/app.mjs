// An ES module without a word about telemetry.
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ maxRetries: 0 });
const request = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
await client.messages.create(request).catch(({ status }) => console.log(`the API answered ${status}`));

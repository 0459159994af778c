// CommonJS without a word about telemetry.
const { default: Anthropic } = require('@anthropic-ai/sdk');

const client = new Anthropic({ maxRetries: 0 });
const request = { model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] };
client.messages.create(request).catch(({ status }) => console.log(`the API answered ${status}`));

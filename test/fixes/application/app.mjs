// An application that knows nothing of telemetry: one call, with the SDK's defaults.
import Anthropic from '@anthropic-ai/sdk';

const messages = [{ role: 'user', content: 'Hello' }];
const client = new Anthropic();
await client.messages
  .create({ model: 'claude-sonnet-5', max_tokens: 16, messages })
  .catch((error) => console.log(`failed: ${error.status}`));

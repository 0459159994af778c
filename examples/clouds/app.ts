// The clients of Amazon Bedrock and Vertex AI. For the clouds themselves, leave out `baseURL`, and use credentials as they document it.
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { startClouds } from './stand-in.ts';

const clouds = await startClouds();
const request = { max_tokens: 64, messages: [{ role: 'user' as const, content: 'Hello' }] };

const bedrock = new AnthropicBedrock({
  baseURL: clouds.url,
  awsRegion: 'us-east-1',
  awsAccessKey: 'AKIAEXAMPLE',
  awsSecretKey: 'example',
  maxRetries: 0,
});
await bedrock.messages
  .create({ model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', ...request })
  .catch((error) => console.log(`Bedrock: ${error.message}`));

const vertex = new AnthropicVertex({
  baseURL: clouds.url,
  projectId: 'example',
  region: 'europe-west1',
  // Without this, Google's default credentials apply.
  authClient: { getRequestHeaders: async () => new Headers() } as never,
});
const answer = await vertex.messages.create({ model: 'claude-sonnet-4-5@20250929', ...request });
console.log('Vertex AI:', answer.content);
clouds.close();

// Samples that the pages of step 2, endpoint, show first.
import type { Sample } from './sample.ts';

export type EndpointSample = 'model' | 'gatewayKey' | 'plainEncoding' | 'unstreamed';

export const endpointSamples: Readonly<Record<EndpointSample, Sample>> = {
  model: {
    title: 'Name the model as the Claude API does',
    code: `// Bedrock and Vertex AI have other ids, and clients of their own: @anthropic-ai/bedrock-sdk, @anthropic-ai/vertex-sdk.
const message = await client.messages.create({ ...params, model: 'claude-sonnet-5' });`,
  },
  gatewayKey: {
    title: "Send the gateway's own key in addition to the API's",
    code: `const client = new Anthropic({ defaultHeaders: { 'x-gateway-key': process.env.GATEWAY_KEY } });
const message = await client.messages.create(params);`,
  },
  plainEncoding: {
    title: 'Until the relay is corrected, ask for an answer that is not compressed',
    code: `const client = new Anthropic({ defaultHeaders: { 'accept-encoding': 'identity' } });
const message = await client.messages.create(params);`,
  },
  unstreamed: {
    title: 'Until the relay is corrected, ask for the answer in one piece',
    code: `const message = await client.messages.create({ ...params, stream: false });`,
  },
};

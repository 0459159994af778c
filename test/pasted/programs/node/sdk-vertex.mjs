// Calls with Anthropic's SDK for Vertex.
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { printForms } from './forms.mjs';

await printForms(({ baseURL, params, maxRetries }) =>
  new AnthropicVertex({
    baseURL,
    maxRetries,
    region: 'us-east5',
    projectId: 'my-project',
    accessToken: 'ya29.simulated',
  }).messages.create(params),
);

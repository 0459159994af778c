// Calls with Anthropic's SDK for Vertex.
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { printForms } from './forms.mjs';

await printForms(({ baseURL, apiKey, params, maxRetries }) =>
  new AnthropicVertex({
    baseURL,
    maxRetries,
    region: 'us-east5',
    projectId: 'my-project',
    // Without one, Google's credentials are looked for.
    ...(apiKey !== null && {
      authClient: { getRequestHeaders: async () => new Headers({ authorization: 'Bearer simulated' }) },
    }),
  }).messages.create(params),
);

// Two copies of the SDK in one application: its own, and the older one that the Foundry client depends on.
import { AnthropicFoundry } from '@anthropic-ai/foundry-sdk';
import Anthropic from '@anthropic-ai/sdk';
import { calls, makeCall } from './calls.mjs';

const clients = [
  new Anthropic(),
  new AnthropicFoundry({ baseURL: process.env.ANTHROPIC_BASE_URL, apiKey: process.env.ANTHROPIC_API_KEY }),
];
for (const client of clients) {
  for (const number of calls.keys()) console.log(await makeCall(client, number));
}

// Samples that the pages of patterns, and of rules without a step, show first.
import type { Sample } from './sample.ts';

export type PatternSample = 'refusedOnce' | 'register' | 'sharedLimit' | 'toolRounds';

export const patternSamples: Readonly<Record<PatternSample, Sample>> = {
  refusedOnce: {
    title: 'Never retry what the API rejected',
    code: `for (let attempt = 1; ; attempt++) {
  try {
    console.log(await client.messages.create(params));
    break;
  } catch (error) {
    // A 4xx fails again; only 408, 409 and 429 may pass, and the SDK retries these.
    const isRefused = error instanceof Anthropic.APIError && error.status !== undefined && error.status < 500;
    if (isRefused || attempt === 3) throw error;
  }
}`,
  },
  register: {
    title: 'Let this instrumentation record the call',
    language: 'sh',
    code: 'node --import @sevenstep/register app.mjs',
  },
  sharedLimit: {
    title: 'Measure how much one request lowers the limit',
    code: `const left = async () => {
  const { response } = await client.messages.create(params).withResponse();
  return Number(response.headers.get('anthropic-ratelimit-requests-remaining'));
};
// More than 1: others use it, too.
console.log((await left()) - (await left()));`,
  },
  toolRounds: {
    title: 'A bound on the rounds',
    code: `import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
const look = betaTool({
  name: 'look',
  description: 'Looks for what is new',
  inputSchema: { type: 'object', properties: {} },
  run: () => 'Nothing is new',
});
const message = await client.beta.messages.toolRunner({ ...params, tools: [look], max_iterations: 10 });`,
  },
};

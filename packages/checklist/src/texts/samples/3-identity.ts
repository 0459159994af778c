// Samples that the pages of step 3, identity, show first.
import type { Sample } from './sample.ts';

export type IdentitySample = 'key' | 'plainKey' | 'ownServer' | 'failFast' | 'token' | 'billing' | 'cloud';

export const identitySamples: Readonly<Record<IdentitySample, Sample>> = {
  key: {
    title: 'Check the key when the process starts',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim();
if (!apiKey?.startsWith('sk-ant-')) throw new Error('ANTHROPIC_API_KEY does not begin with sk-ant-');
const client = new Anthropic({ apiKey });`,
  },
  plainKey: {
    title: 'Reject a key that no header can carry, at start-up',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim() ?? '';
const odd = /[^\\x21-\\x7e]/u.exec(apiKey)?.[0];
// The place and the number of the character, not the key.
if (odd !== undefined) throw new Error(\`ANTHROPIC_API_KEY has U+\${odd.codePointAt(0)?.toString(16)} at \${apiKey.indexOf(odd)}\`);
const client = new Anthropic({ apiKey });`,
  },
  ownServer: {
    title: 'Call your own server from the page; it adds the key',
    code: `const client = new Anthropic({
  baseURL: 'https://app.example.com/claude',
  apiKey: 'added-by-the-server',
  // Nothing secret is in the page.
  dangerouslyAllowBrowser: true,
});`,
  },
  failFast: {
    title: 'Check the key once, before any other call, and stop when it is refused',
    code: `try {
  // Costs no tokens.
  await client.models.list({ limit: 1 });
} catch (error) {
  if (error instanceof Anthropic.AuthenticationError || error instanceof Anthropic.PermissionDeniedError) {
    throw new Error(\`The API refuses this key, \${error.requestID}: the service does not start\`, { cause: error });
  }
  throw error;
}
for (const content of questions) {
  await client.messages.create({ ...params, messages: [{ role: 'user', content }] });
}`,
  },
  token: {
    title: 'Fetch a new token before the old one expires',
    code: `declare function fetchToken(): Promise<string>;
const client = new Anthropic({ apiKey: null, authToken: await fetchToken() });`,
  },
  billing: {
    title: 'Recognize a billing failure',
    code: `try {
  await client.messages.create(params);
} catch (error) {
  if (error instanceof Anthropic.APIError && (error.status === 402 || error.type === 'billing_error')) {
    // Stop sending, tell a human: no retry helps.
    console.error('billing', error.requestID);
  }
  throw error;
}`,
  },
  cloud: {
    title: 'The client of the platform, with its model id',
    code: `// npm install @anthropic-ai/bedrock-sdk; for Vertex AI @anthropic-ai/vertex-sdk, for Foundry @anthropic-ai/foundry-sdk
const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk');
const client = new AnthropicBedrock({ awsRegion: 'us-east-1' });
await client.messages.create({ ...params, model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' });`,
  },
};

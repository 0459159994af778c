// Samples that the pages of step 3, identity, show first.
import type { Sample } from './sample.ts';

export type IdentitySample =
  | 'key'
  | 'trimmedKey'
  | 'plainKey'
  | 'newKey'
  | 'ownServer'
  | 'failFast'
  | 'token'
  | 'userProfile'
  | 'awsCredentials';

export const identitySamples: Readonly<Record<IdentitySample, Sample>> = {
  key: {
    title: 'Check the key when the process starts',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim();
if (!apiKey?.startsWith('sk-ant-')) throw new Error('ANTHROPIC_API_KEY does not begin with sk-ant-');
const client = new Anthropic({ apiKey });
const message = await client.messages.create(params);`,
  },
  trimmedKey: {
    title: 'Trim the key where it is read',
    code: `// A file of variables may keep the quotes, and a secret its line break.
const apiKey = process.env.ANTHROPIC_API_KEY?.replace(/^["'\\s]+|["'\\s]+$/g, '');
const client = new Anthropic({ apiKey });
const message = await client.messages.create(params);`,
  },
  newKey: {
    title: 'Before the process starts, set another key and unset the token',
    language: 'sh',
    code: `unset ANTHROPIC_AUTH_TOKEN
export ANTHROPIC_API_KEY=$(cat /run/secrets/anthropic-api-key)
node app.mjs`,
  },
  plainKey: {
    title: 'Reject a key that no header can carry, at start-up',
    code: `const apiKey = process.env.ANTHROPIC_API_KEY?.trim() ?? '';
const odd = /[^\\x21-\\x7e]/u.exec(apiKey)?.[0];
// The place and the number of the character, not the key.
if (odd !== undefined) throw new Error(\`ANTHROPIC_API_KEY has U+\${odd.codePointAt(0)?.toString(16)} at \${apiKey.indexOf(odd)}\`);
const client = new Anthropic({ apiKey });
const message = await client.messages.create(params);`,
  },
  ownServer: {
    title: 'Call your own server from the page; it adds the key',
    code: `const client = new Anthropic({
  baseURL: 'https://app.example.com/claude',
  apiKey: 'added-by-the-server',
  // Nothing secret is in the page.
  dangerouslyAllowBrowser: true,
});
const message = await client.messages.create(params);`,
  },
  failFast: {
    title: 'Check the key once, before any other call, and stop when it is rejected',
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
const client = new Anthropic({ apiKey: null, authToken: await fetchToken() });
const message = await client.messages.create(params);`,
  },
  userProfile: {
    title: 'Name the user profile to bill',
    code: `const headers = { 'anthropic-user-profile-id': 'uprof_the_id_of_the_profile' };
const message = await client.messages.create(params, { headers });`,
  },
  awsCredentials: {
    title: 'For Bedrock: where no role gives credentials, name a profile before the process starts',
    language: 'sh',
    code: `export AWS_REGION=us-east-1
export AWS_PROFILE=claude
node app.mjs`,
  },
};

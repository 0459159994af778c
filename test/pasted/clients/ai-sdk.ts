// The AI SDK of Vercel, which speaks to the API without Anthropic's SDK.
import type { Client } from '../client.ts';
import { installNode } from '../install.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

const VERSIONS = {
  5: { ai: '5.0.277', '@ai-sdk/anthropic': '2.0.112' },
  6: { ai: '6.0.326', '@ai-sdk/anthropic': '3.0.140' },
  7: { ai: '7.0.173', '@ai-sdk/anthropic': '4.0.105' },
} as const;

const clientOf = (version: keyof typeof VERSIONS): Client => ({
  id: `ai-sdk-${version}`,
  title: `AI SDK, \`ai\` ${VERSIONS[version].ai}`,
  forms: NODE_FORMS,
  cannot: {
    'connection.request_timeout': 'it has no timeout of its own',
    'identity.credentials_unavailable': 'it takes no function for the key',
  },
  install: () => installNode(`ai-sdk-${version}`, { ...VERSIONS[version], zod: '4.6.7' }),
  run: (folder, call) => runNode(folder, 'ai-sdk.mjs', call, ['uncaught', 'inspect', 'JSON.stringify']),
});

export const aiSdk5: Client = clientOf(5);
export const aiSdk6: Client = clientOf(6);
export const aiSdk7: Client = clientOf(7);

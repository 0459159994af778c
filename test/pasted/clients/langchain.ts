// LangChain for JavaScript, which wraps Anthropic's SDK.
import type { Client } from '../client.ts';
import { installNode } from '../install.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

export const langchain: Client = {
  id: 'langchain-js',
  title: 'LangChain, `@langchain/anthropic` 1.5.11',
  forms: NODE_FORMS,
  cannot: {
    'identity.credentials_unavailable': 'it takes no function for the key',
    'request.invalid_value': 'it refuses the value by itself, in words of its own',
    'request.sampling': 'it refuses the value by itself, in words of its own',
    'request.thinking': 'it refuses the value by itself, in words of its own',
  },
  install: () => installNode('langchain', { '@langchain/anthropic': '1.5.11', '@langchain/core': '1.4.0' }),
  run: (folder, call) => runNode(folder, 'langchain.mjs', call, ['uncaught', 'inspect', 'JSON.stringify']),
};

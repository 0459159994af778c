// The Claude Agent SDK, which prints Claude Code's text inside its own error.
import type { Client } from '../client.ts';
import { installNode } from '../install.ts';
import { claudeCode } from './claude-code.ts';
import { runNode } from './node-program.ts';

// Node.js prints the line that throws, which is all of the SDK; and `JSON.stringify` has nothing of the error.
const FORMS = ['answer', 'console.error', 'String', 'messages'];

export const agentSdk: Client = {
  id: 'agent-sdk',
  title: 'Claude Agent SDK 0.3.332',
  forms: FORMS,
  cannot: {
    ...claudeCode.cannot,
    'request.header_characters': 'it takes no headers',
    'response.stream_malformed': 'it calls again without a stream, and succeeds',
  },
  ...(claudeCode.truth && { truth: claudeCode.truth }),
  install: () =>
    installNode('agent-sdk', {
      '@anthropic-ai/claude-agent-sdk': '0.3.332',
      '@anthropic-ai/sdk': '1.14.0',
      '@modelcontextprotocol/sdk': '1.32.2',
      zod: '4.6.7',
    }),
  async run(folder, call) {
    const printed = await runNode(folder, 'agent-sdk.mjs', call, ['uncaught', 'messages']);
    return Object.fromEntries(Object.entries(printed).filter(([form]) => FORMS.includes(form)));
  },
};

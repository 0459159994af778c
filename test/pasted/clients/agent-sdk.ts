// The Claude Agent SDK, which prints what Claude Code says inside an error of its own.
import type { Client } from '../client.ts';
import { installNode } from '../install.ts';
import { claudeCode } from './claude-code.ts';
import { NODE_FORMS, runNode } from './node-program.ts';

export const agentSdk: Client = {
  id: 'agent-sdk',
  title: 'Claude Agent SDK 0.3.332',
  forms: [...NODE_FORMS, 'messages'],
  ...(claudeCode.cannot && { cannot: claudeCode.cannot }),
  ...(claudeCode.truth && { truth: claudeCode.truth }),
  install: () =>
    installNode('agent-sdk', {
      '@anthropic-ai/claude-agent-sdk': '0.3.332',
      '@anthropic-ai/sdk': '1.14.0',
      '@modelcontextprotocol/sdk': '1.32.2',
      zod: '4.6.7',
    }),
  run: (folder, call) =>
    runNode(folder, 'agent-sdk.mjs', call, ['uncaught', 'inspect', 'JSON.stringify', 'messages']),
};

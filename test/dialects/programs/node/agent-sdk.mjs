// An agent of the Claude Agent SDK, which starts Claude Code.
import { query } from '@anthropic-ai/claude-agent-sdk';
import { withSettings } from './claude-code-settings.mjs';
import { serve } from './serve.mjs';

await serve(
  (call) =>
    withSettings(call, async (cwd, env) => {
      const options = { cwd, env, model: call.params.model, settingSources: [] };
      for await (const _ of query({ prompt: 'Hello', options }));
    }),
  () => undefined,
);

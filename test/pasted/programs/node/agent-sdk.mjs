// Asks an agent of the Claude Agent SDK, which starts Claude Code.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { query } from '@anthropic-ai/claude-agent-sdk';
import { printForms } from './forms.mjs';

await printForms(make, { messages: (error, out) => out.log(error.messages.join('\n')) });

async function make({ baseURL, apiKey, params, maxRetries, timeoutMs }) {
  const home = mkdtempSync(join(tmpdir(), 'sevenstep-pasted-'));
  const messages = [];
  try {
    const options = {
      cwd: home,
      model: params.model,
      settingSources: [],
      // Without anybody's settings and credentials.
      env: {
        PATH: process.env.PATH,
        HOME: home,
        ANTHROPIC_BASE_URL: baseURL,
        ...(apiKey !== null && { ANTHROPIC_API_KEY: apiKey }),
        ...(timeoutMs !== undefined && { API_TIMEOUT_MS: String(timeoutMs) }),
        CLAUDE_CODE_MAX_RETRIES: String(maxRetries),
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
        DISABLE_ERROR_REPORTING: '1',
        DISABLE_TELEMETRY: '1',
      },
    };
    for await (const message of query({ prompt: 'Hello', options })) {
      if (message.type === 'assistant' || message.type === 'result') messages.push(JSON.stringify(message));
    }
    return messages.at(-1);
  } catch (error) {
    throw Object.defineProperty(error, 'messages', { value: messages });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

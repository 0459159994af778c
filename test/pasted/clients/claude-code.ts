// Claude Code, which prints its own sentence for each error.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallSpec, Client } from '../client.ts';
import { installNode } from '../install.ts';
import { runProcess } from '../processes.ts';
import { FEW_IN } from './node-program.ts';

const PRINT = 'claude -p';
const JSON_FORM = 'claude -p --output-format json';

export const claudeCode: Client = {
  id: 'claude-code',
  title: 'Claude Code 2.1.332',
  forms: [PRINT, JSON_FORM],
  cannot: {
    'connection.aborted': 'nobody can abort it but by ending its process',
    'connection.deadline': 'nobody can abort it but by ending its process',
    'endpoint.stream_without_events': 'it calls again without a stream, and succeeds',
    'healthy.tool': 'it has tools of its own',
    'identity.credentials_unavailable': 'it takes no function for the key',
    'response.empty': 'it prints nothing',
    'response.paused': 'it goes on by itself',
    'response.stream_error': 'it calls again without a stream, and succeeds',
    'response.stream_incomplete': 'it calls again without a stream, and succeeds',
    'response.stream_interrupted': 'it calls again without a stream, and succeeds',
    'response.stream_timeout': 'it has no deadline',
  },
  // It prints the same for every 404, and for every rejected key.
  truth: {
    'endpoint.wrong_path': 'request.model_not_found',
    'endpoint.wrong_platform': 'request.model_not_found',
    'identity.header_stripped': 'identity.key_invalid',
    'request.file_unavailable': 'request.model_not_found',
    'request.thread': 'request.model_not_found',
  },
  install: () => installNode('claude-code', { '@anthropic-ai/claude-code': '2.1.332' }),
  async run(folder, call) {
    const printed = { [PRINT]: await claude(folder, call) };
    return FEW_IN.has(call.situation)
      ? { ...printed, [JSON_FORM]: await claude(folder, call, ['--output-format', 'json']) }
      : printed;
  },
};

async function claude(folder: string, call: CallSpec, args: readonly string[] = []): Promise<string> {
  const { baseURL, apiKey, headers, params, maxRetries, timeoutMs } = call;
  // Without the user's settings and credentials.
  const home = mkdtempSync(join(tmpdir(), 'sevenstep-pasted-'));
  const binary = join(
    folder,
    '..',
    '..',
    'node_modules',
    '@anthropic-ai',
    `claude-code-${process.platform}-${process.arch}`,
    'claude',
  );
  try {
    const { stdout, stderr } = await runProcess(
      binary,
      ['-p', 'Hello', '--model', String(params.model), ...args],
      {
        cwd: home,
        bare: true,
        env: {
          HOME: home,
          ANTHROPIC_BASE_URL: baseURL,
          ...(apiKey !== null && { ANTHROPIC_API_KEY: apiKey }),
          ...(timeoutMs !== undefined && { API_TIMEOUT_MS: String(timeoutMs) }),
          ANTHROPIC_CUSTOM_HEADERS: Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n'),
          CLAUDE_CODE_MAX_RETRIES: String(maxRetries),
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_AUTOUPDATER: '1',
          DISABLE_ERROR_REPORTING: '1',
          DISABLE_TELEMETRY: '1',
        },
      },
    );
    return (stdout + stderr).replaceAll(RETIREMENT, '');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** It depends on the day. */
const RETIREMENT = /^⚠ Claude [^\n]+ retired on [^\n]+\n?/gm;

// How Claude Code is run for a call: without anybody's settings and credentials, with its telemetry on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with a home of its own, and the environment of the call. */
export async function withSettings(call, run) {
  const { baseURL, apiKey, headers, timeoutMs, maxRetries } = call;
  const home = mkdtempSync(join(tmpdir(), 'sevenstep-dialects-'));
  try {
    return await run(home, {
      PATH: process.env.PATH,
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
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_LOGS_EXPORTER: 'otlp',
      // Without it there are no spans.
      ...(process.env.WITH_TRACES === '1' && {
        CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
        OTEL_TRACES_EXPORTER: 'otlp',
      }),
      OTEL_EXPORTER_OTLP_PROTOCOL: process.env.OTEL_EXPORTER_OTLP_PROTOCOL,
      OTEL_EXPORTER_OTLP_ENDPOINT: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

// A worker thread ends in the same way with and without us, and the spans that ended before are exported.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { expect, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);

async function run(how: string, observed: boolean): Promise<{ ending: unknown; calls: number }> {
  await using simulator = await startSimulator();
  const collector = await startOtlpReceiver();
  const preload = observed ? ['--import', '@sevenstep/register'] : [];
  const fixture = fileURLToPath(new URL('./thread-end.mjs', FIXTURES));
  const child = spawn(process.execPath, [...preload, fixture, how], {
    cwd: fileURLToPath(FIXTURES),
    env: {
      ...bareEnvironment(),
      ANTHROPIC_BASE_URL: simulator.url,
      ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const calls = (collector.lines().match(/"name":"chat /g) ?? []).length;
  await collector.close();
  return { ending: { stdout, stderr, end }, calls };
}

/** How the thread ends, with the number of calls. */
const ENDINGS = [
  { how: 'terminate()', calls: 1 },
  { how: 'process.exit() in the thread', calls: 1 },
  { how: 'process.exit() of the process', calls: 1 },
  { how: 'a blocked event loop, then terminate()', calls: 1 },
  { how: 'SIGTERM', calls: 1 },
  { how: 'by itself, with its own variables', calls: 1 },
  { how: 'terminate(), and a set-up of the application', calls: 1 },
  { how: 'terminate(), and a later set-up of the application', calls: 1 },
  { how: 'terminate(), and a SIGTERM', calls: 2 },
] as const;

test.each(ENDINGS)('$how', async ({ how, calls }) => {
  const { ending } = await run(how, false);
  expect(await run(how, true)).toEqual({ ending, calls });
});

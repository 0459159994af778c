// Zero code: `node --import @sevenstep/register` in a plain Node process, for both module systems.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exported } from '../support/exported.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a fixture beside this file the way a user would, with spans printed to the console. */
function run(fixture: string, env: Record<string, string> = {}): Promise<Run> {
  const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));
  const child = spawn(process.execPath, ['--import', '@sevenstep/register', fixture], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ANTHROPIC_BASE_URL: simulator.url,
      ANTHROPIC_API_KEY: 'sk-proj-of-another-vendor',
      OTEL_TRACES_EXPORTER: 'console',
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) =>
    child.once('close', (code) => {
      exported(stdout + stderr, 'output');
      resolve({ code, stdout, stderr });
    }),
  );
}

test.each(['app.mjs', 'app.cjs'])('%s gets a diagnosed call span', async (fixture) => {
  const { code, stdout, stderr } = await run(fixture);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain("name: 'chat claude-sonnet-5'");
  expect(stdout).toContain("'anthropic.diagnosis.id': 'identity.key_wrong_provider'");
  expect(stdout).not.toContain('sk-proj');
});

test('spans, metrics and events reach an OTLP endpoint before the process ends', async () => {
  const { createServer } = await import('node:http');
  const received: string[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      exported(body, 'output');
      received.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const { port } = collector.address() as { port: number };
  await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  await new Promise((resolve) => collector.close(resolve));
  const all = received.join('\n');
  expect(all).toContain('identity.key_wrong_provider');
  expect(all).toContain('anthropic.client.diagnoses');
  expect(all).toContain('gen_ai.client.operation.exception');
  const ids = [...all.matchAll(/"service\.instance\.id","value":\{"stringValue":"([^"]+)"/g)].map(
    ([, id]) => id,
  );
  expect(ids.length).toBe(received.length);
  expect(new Set(ids).size).toBe(1);
});

test('a collector that does not answer holds the end of the process up for no longer than said', async () => {
  const { createServer } = await import('node:net');
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  const { code, stdout, stderr } = await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    // Longer than the test may take.
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
    OTEL_LOG_LEVEL: 'warn',
  });
  silent.close();
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
  expect(stderr).toContain('telemetry may be lost');
});

test('an SDK that module hooks cannot see is said at exit, once', async () => {
  const { code, stderr } = await run('bundled.mjs');
  expect(code).toBe(0);
  expect(stderr.match(/no copy of @anthropic-ai\/sdk was patched/g)).toHaveLength(1);
});

test('an unknown exporter is named, and the application runs on', async () => {
  const { code, stdout } = await run('app.mjs', { OTEL_TRACES_EXPORTER: 'consol', OTEL_LOG_LEVEL: 'warn' });
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
});

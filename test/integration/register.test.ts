// Zero code: `node --import @sevenstep/register` in a Node.js process, for both module systems.
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { rejectedBy, runNode, runRejected } from './run-app.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const run = (fixture: string, env?: Readonly<Record<string, string>>) => runRejected(simulator, fixture, env);

test.each(['app.mjs', 'app.cjs'])('%s gets a diagnosed call span', async (fixture) => {
  const { code, stdout, stderr } = await run(fixture);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain("name: 'chat claude-sonnet-5'");
  expect(stdout).toContain("'anthropic.diagnosis.id': 'identity.key_wrong_provider'");
  expect(stdout).not.toContain('sk-proj');
});

test('spans, metrics and events reach an OTLP endpoint before the process ends', async () => {
  const collector = await startOtlpReceiver();
  await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  await collector.close();
  const all = collector.lines();
  expect(all).toContain('identity.key_wrong_provider');
  expect(all).toContain('anthropic.client.diagnoses');
  expect(all).toContain('gen_ai.client.inference.exception');
  const ids = [...all.matchAll(/"service\.instance\.id","value":\{"stringValue":"([^"]+)"/g)].map(
    ([, id]) => id,
  );
  expect(ids.length).toBe(all.trimEnd().split('\n').length);
  expect(new Set(ids).size).toBe(1);
});

test('a collector that does not answer holds the end of the process up for no longer than said', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  const { code, stdout, stderr } = await run('app.mjs', {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    // Longer than the test's time limit.
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
    OTEL_LOG_LEVEL: 'warn',
  });
  silent.close();
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
  expect(stderr).toContain('telemetry may be lost');
});

test('a registered provider that exports nothing is said once, and the application runs on', async () => {
  const preload = ['--import', './idle-provider.mjs', '--import', '@sevenstep/register'];
  const { code, stdout, stderr } = await runNode([...preload, 'app.mjs'], {
    ...rejectedBy(simulator),
  });
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
  expect(stdout).not.toContain("name: 'chat ");
  expect(stderr.match(/has no span processor, so the spans of calls are not exported/g)).toHaveLength(1);
});

const REGISTER = fileURLToPath(new URL('../node_modules/@sevenstep/register', import.meta.url));

test.each([
  ['the argument --import reaches no child process', ['--import', '@sevenstep/register'], '', 0],
  ["NODE_OPTIONS with the package's path reaches it in any folder", [], `--require ${REGISTER}`, 1],
])('%s', async (_, args, options, calls) => {
  const { code, stdout, stderr } = await runNode([...args, 'spawning-app.mjs'], {
    ...rejectedBy(simulator),
    NODE_OPTIONS: options,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('failed as it should: 401');
  expect(stdout.match(/name: 'chat /g) ?? []).toHaveLength(calls);
});

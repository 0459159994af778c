// `register` exports no argument of the command line, and prints no key of the exporter.
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shownProblem } from '../../packages/register/src/say.ts';
import { rejectedBy, runNode } from '../integration/run-app.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const KEY = 'hunter7lamp-gateway42x';

test('the arguments of the command line are not exported', async () => {
  const collector = await startOtlpReceiver();
  const args = ['--import', '@sevenstep/register', 'app.mjs', 'Summarize the CANARY letter', `--key=${KEY}`];
  await runNode(args, {
    ...rejectedBy(simulator),
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=letters,team=post',
  });
  await collector.close();
  const all = collector.lines();
  expect(all).not.toMatch(/CANARY|hunter7/);
  // The other attributes stay.
  for (const name of [
    'process.pid',
    'process.command',
    'process.runtime.version',
    'host.name',
    'service.instance.id',
    'team',
  ])
    expect(all).toContain(`"${name}"`);
  expect(all).toContain('"letters"');
});

test('a key that gRPC cannot send is not printed', async () => {
  const { stderr } = await runNode(['--import', '@sevenstep/register', 'app.mjs'], {
    ...rejectedBy(simulator),
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    // Behind the key is a space of no width, as after a paste.
    OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${KEY}%E2%80%8B`,
    OTEL_LOG_LEVEL: 'all',
  });
  expect(stderr).not.toContain('hunter7');
  expect(stderr).toContain('no OpenTelemetry SDK could be started');
  expect(stderr).toContain('Metadata string value');
});

test('an exporter that cannot be made for the spans of a thread is reported, and the application runs on', async () => {
  const { code, stdout, stderr } = await runNode(['--import', '@sevenstep/register', 'threaded-app.mjs'], {
    ...rejectedBy(simulator),
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: `x-api-key=${KEY}%E2%80%8B`,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  });
  expect(stderr).not.toContain('hunter7');
  expect(stderr).toContain(
    'a span of a worker thread could not be exported: Error: Metadata string value "…"',
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('the main thread runs on')]);
});

test('a foreign message on the channel of threads does not end the process', async () => {
  const { code, stdout } = await runNode(['--import', '@sevenstep/register', 'threaded-app.mjs', 'foreign'], {
    ...rejectedBy(simulator),
  });
  expect([code, stdout]).toEqual([0, expect.stringContaining('the main thread runs on')]);
});

test.each([
  [`Error: value "${KEY}\u200b" is wrong`, 'Error: value "…" is wrong'],
  [`Error: value "a"${KEY}" is wrong`, 'Error: value "…" is wrong'],
  ["Error: Cannot find module '@opentelemetry/resources'", undefined],
  ["Error: Cannot find module './build/otlp' or 'grpc'", undefined],
  ['Error: connect ECONNREFUSED 127.0.0.1:4317', undefined],
])('%s', (text, shown) => {
  expect(shownProblem(text)).toBe(shown ?? text);
});

// `check --every` over several runs: shows and exports what changes, and says once where that does not arrive.
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSink, valuesOf } from './support/otlp-sink.ts';
import { startCommand } from './support/under-way.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.load(''));
afterAll(() => simulator.close());

const env = (more: Readonly<Record<string, string>> = {}) => ({
  ANTHROPIC_API_KEY: 'sk-ant-simulator-canary-9041',
  ANTHROPIC_BASE_URL: simulator.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  ...more,
});
const EVERY = ['check', '--every', '1s', '--retries', '0'];

test('a service that fails and recovers is a line, an event and a gauge each time, and costs no token', async () => {
  await using sink = await startSink();
  const command = startCommand(EVERY, {
    env: env({
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_SERVICE_NAME: 'doctor-eu',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=prod%2Cblue,service.name=other',
    }),
  });
  await command.until(/ok {4}6 service/);
  simulator.load('529');
  await command.until(/FAIL {2}6 service/);
  simulator.load('');
  await command.until(/ok {4}6 service +after .* of service\.overloaded/);
  const { code, stdout, stderr } = await command.end();

  expect(code).toBe(0);
  expect(stderr).toBe('');
  const lines = stdout.split('\n').map((line) => line.replace(/^\d\d:\d\d:\d\d/, 'TIME'));
  expect(lines.slice(0, 3)).toEqual([
    `Checking ${simulator.url} every 1 s (± 10 %), until Ctrl+C`,
    'No tokens are spent: the checks request and response need --yes',
    `Metrics and log events go to ${new URL(sink.url).host} (OTEL_EXPORTER_OTLP_ENDPOINT)`,
  ]);
  expect(lines.slice(3, 9)).toEqual([
    'TIME  ok    1 connection',
    'TIME  ok    2 endpoint',
    'TIME  ok    3 identity',
    'TIME  ok    5 limits',
    'TIME  ok    6 service',
    'TIME  FAIL  6 service     service.overloaded: The API is overloaded',
  ]);
  expect(lines.slice(10).join('\n')).toMatch(/^Stopped after \d+ runs\n$/);
  expect(simulator.journal.filter(({ path }) => path === '/v1/messages')).toEqual([]);

  expect(sink.resource).toMatchObject({
    'service.name': 'doctor-eu',
    'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
    'deployment.environment.name': 'prod,blue',
  });
  // The last export says what was before, too: 0, so that nothing of it stands.
  const service = sink
    .points('anthropic.check.status')
    .map(({ attributes, asInt }) => ({ ...valuesOf(attributes), value: asInt }))
    .filter((one) => one['anthropic.check.name' as keyof typeof one] === 'service');
  const of = {
    'anthropic.check.name': 'service',
    'server.address': '127.0.0.1',
    'server.port': String(simulator.port),
  };
  expect(service).toEqual([
    { ...of, 'anthropic.check.state': 'pass', value: '1' },
    {
      ...of,
      'anthropic.check.state': 'fail',
      'anthropic.diagnosis.id': 'service.overloaded',
      'anthropic.diagnosis.action': 'wait_and_retry',
      value: '0',
    },
  ]);
  const failed = sink
    .points('anthropic.check.duration')
    .filter(({ attributes }) => valuesOf(attributes)['anthropic.check.state'] === 'fail');
  expect(failed.map(({ bucketCounts }) => bucketCounts?.length)).toEqual([15]);
  expect(Number(failed[0]?.count)).toBeGreaterThan(0);

  expect(
    sink.records.map(({ severityText, body, eventName }) => [eventName, severityText, body.stringValue]),
  ).toEqual([
    ['anthropic.check.change', 'ERROR', 'The check service fails: service.overloaded, The API is overloaded'],
    ['anthropic.check.change', 'INFO', 'The check service passes again'],
  ]);
  expect(valuesOf(sink.records[0]?.attributes ?? [])).toMatchObject({
    'anthropic.check.name': 'service',
    'anthropic.check.state': 'fail',
    'anthropic.diagnosis.id': 'service.overloaded',
    'anthropic.diagnosis.severity': 'error',
    'server.address': '127.0.0.1',
  });
});

test('--json is one line a run, and what people read is on standard error', async () => {
  const command = startCommand([...EVERY, '--json'], { env: env() });
  await command.until(/"run":2.*\n/);
  const { code, stdout, stderr } = await command.end();
  const [first, second] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({
    version: 1,
    command: 'check',
    run: 1,
    status: 'pass',
    states: { connection: 'pass', request: 'skip', service: 'pass' },
    changed: expect.arrayContaining([{ check: 'connection', state: 'pass' }]),
  });
  expect(Date.parse(first.time)).toBeGreaterThan(Date.now() - 60_000);
  expect(first.checks.map(({ id }: { id: string }) => id)).not.toContain('telemetry');
  expect(second).toMatchObject({ run: 2, changed: [] });
  expect(stderr).toContain('Checking http');
  expect(code).toBe(0);
});

test('nobody listens, then a refusal, then it is taken: each is said once', async () => {
  const sink = await startSink();
  sink.status = 404;
  const command = startCommand(EVERY, { env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }) });
  const { host } = new URL(sink.url);
  await command.until(/do not arrive/, 'stderr');
  // Another refusal comes before it is taken.
  const before = sink.paths.length;
  await expect.poll(() => sink.paths.length, { timeout: 10_000 }).toBeGreaterThan(before);
  sink.status = 200;
  await command.until(/arrive again/, 'stderr');
  await sink[Symbol.asyncDispose]();
  await command.until(/ECONNREFUSED/, 'stderr');
  const { stderr } = await command.end();
  expect(stderr.split('\n')).toEqual([
    `Metrics do not arrive: ${host} answers with 404. Check path, protocol (http/json) and headers of OTEL_EXPORTER_OTLP_ENDPOINT, or set OTEL_METRICS_EXPORTER=none. The checks continue.`,
    'Metrics arrive again',
    `Metrics do not arrive: ${host}: ECONNREFUSED. Start the receiver, or correct OTEL_EXPORTER_OTLP_ENDPOINT. The checks continue.`,
    '',
  ]);
});

test('events wait for a receiver that is busy, and a change is not lost', async () => {
  await using sink = await startSink();
  sink.status = 503;
  simulator.load('529');
  const command = startCommand(EVERY, { env: env({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }) });
  await command.until(/do not arrive/, 'stderr');
  expect(sink.records).toEqual([]);
  sink.status = 200;
  await command.until(/Metrics and log events arrive again/, 'stderr');
  await command.end();
  expect(sink.records.map(({ severityText }) => severityText)).toEqual(['ERROR']);
});

// `check --every` from its start to its end: what it says first, its interval, and how it stops. Several runs are in `check-changes.test.ts`.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDoctor } from '../../../test/support/doctor.ts';
import { repeat } from '../src/every/repeat.ts';
import { run } from './support/run.ts';
import { startCommand } from './support/under-way.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.load(''));
afterAll(() => simulator.close());

const KEY = 'sk-ant-simulator-canary-9041';
const env = (more: Readonly<Record<string, string>> = {}) => ({
  ANTHROPIC_API_KEY: KEY,
  ANTHROPIC_BASE_URL: simulator.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  ...more,
});
const EVERY = ['check', '--every', '1s', '--retries', '0'];

test('with --yes each run sends both messages', async () => {
  const command = startCommand([...EVERY, '--yes'], { env: env() });
  await command.until(/ok {4}7 response/);
  const { stdout } = await command.end();
  expect(stdout).toContain('Each run sends two short messages, about 100 tokens: 86400 runs a day\n');
  expect(simulator.journal.filter(({ path }) => path === '/v1/messages')).toHaveLength(2);
});
test('in a terminal the last line has every check, and goes when it stops', async () => {
  const command = startCommand(EVERY, { env: env(), isTTY: true });
  await command.until(
    /run 1, next [\d:]{8} \| ok connection endpoint identity limits service \| skip request response/,
  );
  const { stdout } = await command.end();
  expect(stdout.endsWith('\r\u001B[KStopped after 1 run\n')).toBe(true);
});

test.each([
  [
    'no endpoint',
    {},
    'Metrics and log events are not exported: OTEL_EXPORTER_OTLP_ENDPOINT is not set. Set it to the address of an OTLP receiver, such as http://localhost:4318.',
  ],
  [
    'gRPC',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'Metrics and log events are not exported: the doctor exports over HTTP, not grpc. Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf, and use the HTTP port, 4318 by default.',
  ],
  [
    'an address that is none',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
    'Metrics and log events are not exported: OTEL_EXPORTER_OTLP_ENDPOINT: expected an address such as http://localhost:4318.',
  ],
  [
    'switched off',
    { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' },
    'Metrics and log events are not exported: OTEL_SDK_DISABLED is true.',
  ],
  [
    'metrics alone',
    { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:9/api/v1/otlp/v1/metrics' },
    'Metrics go to 127.0.0.1:9 (OTEL_EXPORTER_OTLP_METRICS_ENDPOINT)\nLog events are not exported: OTEL_EXPORTER_OTLP_ENDPOINT is not set.',
  ],
])('%s: it is said, and the checks run', async (_, variables, says) => {
  const command = startCommand(EVERY, { env: env(variables) });
  await command.until(/ok {4}6 service/);
  expect((await command.end()).stdout).toContain(says);
});

test('SIGTERM in the midst of a run ends it soon, with 0', async () => {
  const open = new Set<Socket>();
  const deaf = createServer((socket) => open.add(socket.on('error', () => undefined)));
  deaf.listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const { port } = deaf.address() as AddressInfo;
  const program = startDoctor(
    ['check', '--every', '30s', '--timeout', '600', '--base-url', `http://127.0.0.1:${port}`],
    {
      env: { ANTHROPIC_API_KEY: KEY },
    },
  );
  // One connection looks whether there is a way, the next one asks.
  await expect.poll(() => open.size, { timeout: 20_000 }).toBeGreaterThan(1);
  // As under `npx`, which passes on what the process has already got.
  program.child.kill('SIGTERM');
  program.child.kill('SIGTERM');
  const { code, stdout } = await program.ended;
  expect(code).toBe(0);
  expect(stdout).toContain('Stopped after 0 runs');
  for (const socket of open) socket.destroy();
  deaf.close();
});

test('the end of its reader ends it, with 0', async () => {
  const args = ['--json', '--retries', '0', '--base-url', 'http://127.0.0.1:9'];
  const program = startDoctor(['check', '--every', '1s', ...args], { env: { ANTHROPIC_API_KEY: KEY } });
  await program.says('"run":1');
  program.child.stdout?.destroy();
  const { code, stderr } = await program.ended;
  expect([code, stderr]).toEqual([0, expect.stringMatching(/Stopped after \d+ runs?\n$/)]);
});

describe('the interval', () => {
  test.each(['60', '60 s', '-5s', '0s', '0.5s', '2d', 'often'])('"%s" is none', async (text) => {
    const { code, stderr } = await run(['check', `--every=${text}`], { env: env() });
    expect(stderr).toBe(
      `sevenstep-doctor: --every: expected a time from 1s to 1d, such as 60s or 5m, got "${text}"\nTry: sevenstep-doctor check --help\n`,
    );
    expect(code).toBe(2);
  });

  test('reports another wrong option before the first run', async () => {
    const { code, stdout } = await run(['check', '--every', '60s', '--retries', 'x'], { env: env() });
    expect([code, stdout]).toEqual([2, '']);
  });

  const never = { everyMs: 60_000, run: async () => undefined };

  test('a run that takes longer delays the next: never two at once', async () => {
    const stop = new AbortController();
    let underWay = 0;
    let most = 0;
    let runs = 0;
    await repeat(
      async () => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setTimeout(resolve, 40));
        underWay -= 1;
        if (++runs === 4) stop.abort();
      },
      { everyMs: 10, stop: stop.signal, between: never },
    );
    expect([runs, most]).toEqual([4, 1]);
  });

  test.each([
    ['shorter', 0, 900],
    ['longer', 1, 1100],
  ])('is a tenth %s at most', async (_, random, interval) => {
    const stop = new AbortController();
    let untilNext = 0;
    await repeat(
      async (nextAt) => {
        untilNext = nextAt(0);
        stop.abort();
      },
      { everyMs: 1000, stop: stop.signal, random: () => random, between: never },
    );
    expect(untilNext).toBeLessThanOrEqual(interval);
    expect(untilNext).toBeGreaterThan(interval - 50);
  });

  test('between rare runs the last measures are sent again', async () => {
    const stop = new AbortController();
    let sent = 0;
    let runs = 0;
    await repeat(
      async () => {
        runs += 1;
      },
      {
        everyMs: 3_600_000,
        stop: stop.signal,
        between: {
          everyMs: 5,
          run: async () => {
            sent += 1;
            if (sent === 3) stop.abort();
          },
        },
      },
    );
    expect([runs, sent]).toEqual([1, 3]);
  });

  test('a defect within a run is no silence', async () => {
    await expect(
      repeat(() => Promise.reject(new Error('defect')), {
        everyMs: 10,
        stop: new AbortController().signal,
        between: never,
      }),
    ).rejects.toThrow('defect');
  });
});

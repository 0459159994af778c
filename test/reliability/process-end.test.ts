// A process ends in the same way with and without us, and the spans that ended before are exported.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';

let simulator: Simulator;
let collector: OtlpReceiver;
beforeEach(async () => {
  simulator = await startSimulator();
  collector = await startOtlpReceiver();
});
afterEach(async () => {
  await collector.close();
  await simulator.close();
});

/** Makes a process the first in its own namespace, as in a container. Only Linux supports it, for root. */
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc'];
const hasContainers = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0;

/** How the process ended, by code or signal, and its output. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

interface Ran {
  readonly ending: Ending;
  readonly stderr: string;
}

/** Runs the fixture, which makes a call and then ends in the way `how`. With `observed`, it runs with `--import @sevenstep/register`. */
function run(how: string, observed: boolean, endpoint: string, flags: readonly string[] = []): Promise<Ran> {
  const fixture = fileURLToPath(new URL('./fixtures/ending.mjs', import.meta.url));
  const preload = observed ? ['--import', '@sevenstep/register'] : [];
  const command = [process.execPath, ...flags, ...preload, fixture, how];
  const [program = '', ...args] = how.includes('process 1') ? [...CONTAINER, ...command] : command;
  const child = spawn(program, args, {
    cwd: fileURLToPath(new URL('./fixtures/', import.meta.url)),
    env: {
      ...bareEnvironment(),
      ANTHROPIC_BASE_URL: simulator.url,
      ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_LOG_LEVEL: 'warn',
    },
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  let isKilled = false;
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    // The call is over, and the process waits for the signal.
    const [, signal] = /^(SIG[A-Z\d]+)/.exec(how) ?? [];
    if (signal && !isKilled && stdout.includes('ready')) isKilled = child.kill(signal as NodeJS.Signals);
  });
  return new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ ending: { code, signal, stdout }, stderr })),
  );
}

/** Ways to end a process whose event loop does not turn again. */
const HASTY: readonly string[] = ['process.exit()', 'an uncaught exception', 'an unhandled rejection'];

/** Ways to end a process, with the number of calls that can still be exported. */
const ENDINGS = [
  { how: 'by itself', exported: 1 },
  { how: 'with an exit code', exported: 1 },
  { how: 'an await without an end', exported: 1 },
  { how: 'work on beforeExit, longer than a collector is waited for', exported: 1 },
  { how: 'SIGTERM', exported: 1 },
  { how: 'SIGINT', exported: 1 },
  { how: 'SIGHUP', exported: 1 },
  { how: 'SIGUSR2', exported: 1 },
  { how: 'a handled SIGTERM', exported: 1 },
  { how: 'SIGTERM, handled once and early', exported: 2 },
  { how: 'SIGTERM, handled once and in front of all', exported: 2 },
  { how: 'SIGTERM, sent again at the end of a drain', exported: 2 },
  { how: 'SIGTERM, a drain, then process.exit()', exported: 2 },
  { how: 'SIGTERM, then process.exit()', exported: 1 },
  { how: 'process.exit(), while an export is under way', exported: 1 },
  { how: 'a SIGTERM to process 1, which it does not handle', exported: 2 },
  { how: 'a call that nobody awaits', exported: 2 },
  { how: 'SIGTERM, while a call is under way', exported: 2 },
  { how: 'SIGTERM, and an early listener that counts the others', exported: undefined },
  { how: 'SIGTERM, and a late listener that counts the others', exported: undefined },
  { how: 'a flush by hand, and a SIGKILL', exported: 1 },
  { how: 'as many listeners as Node.js allows', exported: 1 },
  { how: 'one listener more than Node.js allows', exported: 1 },
  ...HASTY.map((how) => ({ how, exported: 1 })),
] as const;

const LOST = /telemetry may be lost: 1 span was not sent before process\.exit\(\)/g;

test('a span that is exported while the process exits is like others', async () => {
  await run('by itself', true, collector.url);
  const before = collector.lines().length;
  await run('process.exit()', true, collector.url);
  const lines = collector.lines();
  const [usual, last] = [lines.slice(0, before), lines.slice(before)].map((exports) =>
    exports.split('\n').find((line) => line.includes('resourceSpans')),
  );
  expect(last && shape(JSON.parse(last))).toEqual(usual && shape(JSON.parse(usual)));
});

test('the thread that exports while the process exits finds packages of Yarn in archives', async () => {
  const { stderr } = await run('process.exit()', true, collector.url, ['--require', './pnp.cjs']);
  expect(stderr).toBe('a thread with pnp\n');
  expect(collector.lines().match(/"name":"chat /g)).toHaveLength(1);
});

/** `exported` without what differs between two processes. */
function shape(exported: unknown): unknown {
  const text = JSON.stringify(exported, (key, value) => {
    if (/Id$|TimeUnixNano$/.test(key)) return typeof value;
    return Array.isArray(value) ? value.filter((item) => !VARIES.test(item?.key)) : value;
  });
  return JSON.parse(text);
}
/** Ids, times, and what Node.js had not found out about the machine yet. */
const VARIES = /\.id$|^(?:process|host)\./;

describe.each(ENDINGS.filter(({ how }) => hasContainers || !how.includes('process 1')))(
  '$how',
  ({ how, exported }) => {
    test('ends as without us, and what was finished is exported', async () => {
      const { ending: alone } = await run(how, false, collector.url);
      expect(collector.lines()).toBe('');
      const { ending, stderr } = await run(how, true, collector.url);
      expect(ending).toEqual(alone);
      expect(stderr).not.toMatch(LOST);
      const names = collector.lines().match(/"name":"chat /g) ?? [];
      if (exported) expect(names).toHaveLength(exported);
    });

    test('ends as without us when nobody collects', async () => {
      const endpoint = await deadEndpoint();
      const { ending, stderr } = await run(how, true, endpoint);
      expect(ending).toEqual((await run(how, false, endpoint)).ending);
      if (HASTY.includes(how)) expect(stderr.match(LOST)).toHaveLength(1);
    });
  },
);

// Builds and runs an application as real processes, with the simulator as the API and the backend for its telemetry.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { text } from 'node:stream/consumers';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { makeAuthority, startTls } from '../../packages/doctor/test/support/network.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { startBackend } from './backend.ts';
import type { Application, Mode } from './install.ts';
import { SCRIPT, type SetUp } from './set-up.ts';
import type { WireSpan } from './wire/span.ts';

const PATIENCE_MS = 180_000;

/** The results of a run. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly spans: readonly WireSpan[];
  readonly measured: ReadonlyMap<string, number>;
  /** Requests that the API got. */
  readonly requests: number;
  /** The parts that the backend could not read. */
  readonly problems: readonly string[];
}

/** @throws Error when a command fails or does not end, with what it printed. */
export async function runApplication(
  setUp: SetUp,
  mode: Mode,
  { folder, binaries }: Application,
  node: string,
): Promise<Ran> {
  const simulator = await startSimulator(setUp.script ?? SCRIPT);
  const backend = await startBackend();
  const given = Object.entries(setUp.env ?? {});
  // For vendors that take no other.
  const isSecure = given.some(([, value]) => value.includes('$TLS_BACKEND'));
  const authority = isSecure ? await makeAuthority('Telemetry') : undefined;
  const tls = authority && (await startTls(backend.url, authority));
  const fill = (value: string): string =>
    value
      .replaceAll('$TLS_BACKEND', tls ? `https://localhost:${tls.port}` : '')
      .replaceAll('$AUTHORITY', authority?.file ?? '')
      .replaceAll('$BACKEND', backend.url);
  const { PATH, ...rest } = bareEnvironment();
  const env: NodeJS.ProcessEnv = {
    ...rest,
    PATH: [node, ...binaries, PATH].join(delimiter),
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: backend.url,
    SENTRY_DSN: `${backend.url.replace('://', '://public@')}/1`,
    ...Object.fromEntries(given.map(([name, value]) => [name, fill(value)])),
  };
  const command = (name: 'build' | 'run') =>
    (mode === 'without' ? setUp.without?.[name] : undefined) ?? setUp[name];
  try {
    const build = command('build');
    if (build) await runCommand(build, mode, folder[mode], env);
    const { stdout, stderr } = await runCommand(command('run') ?? '', mode, folder[mode], env);
    await simulator.settled();
    const requests = simulator.journal.length;
    const { spans, measured, problems } = backend;
    return { stdout, stderr, spans, measured, requests, problems };
  } finally {
    await simulator.close();
    await tls?.[Symbol.asyncDispose]();
    await backend.close();
  }
}

async function runCommand(
  command: string,
  mode: Mode,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  // A separate process group, so that all its children can be ended.
  const child = spawn(command, { cwd, env, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  };
  const timer = setTimeout(kill, PATIENCE_MS);
  const [stdout, stderr, ending] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code === null ? `by ${signal}` : `with code ${code}`));
    }),
  ]);
  clearTimeout(timer);
  kill();
  if (ending === 'with code 0') return { stdout, stderr };
  throw new Error(`\`${command}\`, ${mode} ours, ended ${ending}:\n${(stdout + stderr).slice(-4000)}`);
}

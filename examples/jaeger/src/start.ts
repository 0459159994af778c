// Starts Jaeger and waits until it takes traces.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { findJaeger, type JaegerCommand } from './find.ts';
import { DEFAULT_PORTS, type Ports } from './ports.ts';

export interface Jaeger {
  readonly command: JaegerCommand;
  /** Page and query API, such as `http://127.0.0.1:16686`. */
  readonly queryUrl: string;
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
  /** Settles when the process has ended. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/** @throws Error with the end of what Jaeger printed when it does not come up. */
export async function startJaeger(
  ports: Ports = DEFAULT_PORTS,
  log: (line: string) => void = () => undefined,
): Promise<Jaeger> {
  const command = await findJaeger(ports, log);
  const child = spawn(command.command, command.args, {
    env: { ...process.env, ...command.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const printed = lastOutput(child);
  await healthy(`http://127.0.0.1:${ports.JAEGER_HEALTH_PORT}/status`, child, printed);
  return {
    command,
    queryUrl: `http://127.0.0.1:${ports.JAEGER_QUERY_PORT}`,
    otlpUrl: `http://127.0.0.1:${ports.JAEGER_OTLP_HTTP_PORT}`,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function healthy(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Jaeger ended with code ${child.exitCode}:\n${printed()}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
  child.kill('SIGKILL');
  throw new Error(`Jaeger is not healthy after ${START_TIMEOUT_MS / 1000} s:\n${printed()}`);
}

/** Keeps the last 4 KiB of what a process prints. */
function lastOutput(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4096);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text.trim();
}

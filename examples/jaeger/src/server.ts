// Starts a server in a child process and waits until it is healthy.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** A server to start, and the address that shows that it is up. */
export interface ServerCommand {
  /** The name for messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables to add to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** An address that returns 200 when the server is up. */
  readonly healthUrl: string;
  /** Receives its output. */
  readonly onOutput?: (text: string) => void;
}

/** A running server. */
export interface Server {
  /** Settles when the process ends. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
  /** Ends the process without warning, like a machine that fails. */
  kill(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/**
 * @param signal stops it while it starts.
 * @throws Error with the end of its output if the server does not start.
 */
export async function startServer(server: ServerCommand, signal?: AbortSignal): Promise<Server> {
  signal?.throwIfAborted();
  const child = spawn(server.command, server.args, {
    env: { ...process.env, ...server.environment },
    cwd: server.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const printed = lastOutput(child, server.onOutput);
  const end = async (how: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(how);
    await ended;
  };
  await healthy(server, child, printed, signal).catch(async (problem: unknown) => {
    await end('SIGTERM');
    throw problem;
  });
  return { ended, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function healthy(
  { name, command, healthUrl }: ServerCommand,
  child: ChildProcess,
  printed: () => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  let problem: Error | undefined;
  child.once('error', (error) => {
    problem = error;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (problem) throw new Error(`${name} (${command}) cannot be started: ${problem.message}`);
    if (child.exitCode !== null) throw new Error(`${name} ended with code ${child.exitCode}:\n${printed()}`);
    const response = await fetch(healthUrl).catch(() => undefined);
    if (response?.ok) return;
    await delay(100);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} is not healthy after ${START_TIMEOUT_MS / 1000} s:\n${printed()}`);
}

/** Keeps the last 4 KiB of a process's output. */
function lastOutput(child: ChildProcess, onOutput: ServerCommand['onOutput']): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4096);
    onOutput?.(chunk.toString());
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text.trim();
}

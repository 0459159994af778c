// Runs a client's process and keeps what it prints.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { bareEnvironment } from '../support/bare-environment.ts';

/** How a process is run. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to an environment without settings of Node.js, Anthropic, AWS and OpenTelemetry. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it gets nothing of this environment but the path. @default false */
  readonly bare?: boolean;
  /** The text for its stdin. @default none */
  readonly input?: string;
  /** After so long it is killed, and what it printed until then counts. @default 60 s */
  readonly patienceMs?: number;
}

/** The output of a process. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** `null` where a signal ended it. */
  readonly code: number | null;
}

/** @throws Error when the command is not there. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env = {}, bare = false, input = '', patienceMs = 60_000 }: ProcessOptions = {},
): Promise<Output> {
  const merged = { ...(bare ? { PATH: process.env.PATH } : bareEnvironment()), NO_COLOR: '1', ...env };
  // A separate process group, so that all its children can be ended.
  const child = spawn(command, args, { cwd, env: merged, detached: true, stdio: 'pipe' });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  };
  const timer = setTimeout(kill, patienceMs);
  // A process that ends before it has read its input is no failure.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  clearTimeout(timer);
  kill();
  return { stdout, stderr, code };
}

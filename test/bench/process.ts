// Runs one subject in a process of its own and gives what it measured.
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { bareEnvironment } from '../support/bare-environment.ts';

const run = promisify(execFile);
const PATIENCE_MS = 600_000;

/**
 * @param app the folder of the subject's application, as installed.
 * @param script of `suite/`, with its arguments.
 * @throws Error with what the process printed, when it fails.
 */
export const measure = async (app: string, ...script: readonly string[]): Promise<Record<string, number>> =>
  JSON.parse(await output(app, ...script)) as Record<string, number>;

/** What the process printed. @throws likewise. */
export async function output(app: string, ...script: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--expose-gc', ...script], {
    cwd: app,
    env: bareEnvironment(),
    timeout: PATIENCE_MS,
  });
  return stdout;
}

/** A process that measures when it is its turn. */
export class Turns {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts one, which has warmed up when this resolves. @throws Error when it ends before that. */
  static async start(app: string, ...script: readonly [string, ...string[]]): Promise<Turns> {
    const [file, ...args] = script;
    const child = fork(file, args, { cwd: app, env: bareEnvironment() });
    const turns = new Turns(child);
    await turns.#answer();
    return turns;
  }

  /** One sample. */
  async take(): Promise<number> {
    this.#child.send('go');
    return this.#answer();
  }

  end(): void {
    this.#child.disconnect();
  }

  async #answer(): Promise<number> {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.#child, 'exit', { signal }).then(() => {
      throw new Error(`${this.#child.spawnargs.slice(1).join(' ')} ended with ${this.#child.exitCode}`);
    });
    ended.catch(() => undefined);
    try {
      const [value] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as [number];
      return value;
    } finally {
      over.abort();
    }
  }
}

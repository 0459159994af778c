// Runs one subject in a separate process and returns its measurements.
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { bareEnvironment } from '../support/bare-environment.ts';

const PATIENCE_MS = 600_000;

type Script = readonly [file: string, ...args: string[]];

/**
 * @param app the folder of the subject's application, as installed.
 * @param script of `suite/`, with its arguments.
 * @throws Error when the process ends without having told anything, or takes too long.
 */
export const measure = async (app: string, ...script: Script): Promise<Record<string, number>> =>
  (await answer(app, ...script)) as Record<string, number>;

/** The value that the process prints as a line of JSON. @throws as {@link measure}. */
export const answer = (app: string, ...script: Script): Promise<unknown> =>
  answerWith(['--expose-gc'], app, script);

/**
 * A young generation of 256 MB holds a sample of `suite/heap.ts`, so that no garbage collection runs during it. Without
 * concurrent compilation each process compiles the same code: figures differ by a thousandth, not by a tenth.
 */
const HEAP_FLAGS = [
  '--expose-gc',
  '--min-semi-space-size=256',
  '--max-semi-space-size=256',
  '--no-concurrent-recompilation',
];

/** {@link measure} with {@link HEAP_FLAGS}. @throws as {@link measure}. */
export const measureHeap = async (app: string, ...script: Script): Promise<Record<string, number>> =>
  (await answerWith(HEAP_FLAGS, app, script)) as Record<string, number>;

/**
 * With one thread, and without anything that depends on time. Two processes of the same code then differ by less than a thousandth,
 * whatever else the machine does.
 */
const COUNTED_FLAGS = ['--single-threaded', '--predictable'];
const COUNTED = /I\s+refs:\s+(?<count>[\d,]+)/;

/** Instructions that a process executes, garbage collection and compilation included. @throws Error that says what Valgrind said. */
export async function countInstructions(app: string, ...script: Script): Promise<number> {
  const valgrind = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];
  // Compiled JavaScript is code that changes.
  const args = [...valgrind, '--smc-check=all-non-file', process.execPath, ...COUNTED_FLAGS, ...script];
  const { stderr } = await promisify(execFile)('valgrind', args, {
    ...settings(app),
    timeout: PATIENCE_MS,
  }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('Valgrind is not installed; on Debian, `apt-get install valgrind` does it');
  });
  const { count } = COUNTED.exec(stderr)?.groups ?? {};
  if (count === undefined) throw new Error(`valgrind counted nothing: ${stderr}`);
  return Number(count.replaceAll(',', ''));
}

async function answerWith(flags: readonly string[], app: string, script: Script): Promise<unknown> {
  const child = spawn(process.execPath, [...flags, ...script], {
    ...settings(app),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
  });
  try {
    const line = await beforeTheEnd(child, (signal) =>
      once(createInterface({ input: child.stdout }), 'line', { signal }),
    );
    return JSON.parse(line);
  } finally {
    // Not waited for: one was seen that had told what it measured and then hung in its exit.
    child.kill('SIGKILL');
  }
}

/** A process that measures when it is its turn. */
export class Turns {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts one, which has warmed up when this resolves. @throws Error when it ends before that. */
  static async start(app: string, ...[file, ...args]: Script): Promise<Turns> {
    const turns = new Turns(fork(file, args, settings(app)));
    await turns.#answer();
    return turns;
  }

  /** One sample. */
  async take(): Promise<number> {
    this.#child.send('go');
    return this.#answer();
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  #answer(): Promise<number> {
    return beforeTheEnd(this.#child, (signal) => once(this.#child, 'message', { signal }));
  }
}

const settings = (app: string) => ({ cwd: app, env: bareEnvironment() });

/** The first value of an event. @throws Error when `child` ends before it. */
async function beforeTheEnd<Value>(
  child: ChildProcess,
  event: (signal: AbortSignal) => Promise<Value[]>,
): Promise<Value> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'close', { signal }).then(() => {
    const how = child.signalCode ?? child.exitCode;
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${how}`);
  });
  ended.catch(() => undefined);
  try {
    const [value] = await Promise.race([event(signal), ended]);
    return value as Value;
  } finally {
    over.abort();
  }
}

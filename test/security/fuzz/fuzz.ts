// Runs a target with broken inputs, each within bounds of time and memory, and returns the inputs that show a fault.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { MOST_BYTES, mutateBytes, mutateJson } from './mutate.ts';
import { type Random, randomOf } from './random.ts';
import { BOUNDS, type Target } from './target.ts';

/** An input that shows a fault. */
export interface Crash {
  readonly target: string;
  readonly input: Uint8Array;
  readonly fault: string;
}

export interface Fuzzed {
  readonly inputs: number;
  readonly crashes: readonly Crash[];
}

interface FuzzOptions {
  /** The module that exports `targets`. */
  readonly module: string;
  readonly seed: number;
  /** Called before each input. The run continues while it returns true. */
  readonly more: (inputs: number) => boolean;
  /** @default the bounds of a fuzz input */
  readonly bounds?: { readonly time: number; readonly heap: number };
}

/** More crashes of one target add no information. */
const MOST_CRASHES = 10;

export async function fuzz(
  target: Target,
  { module, seed, more, bounds = BOUNDS }: FuzzOptions,
): Promise<Fuzzed> {
  const random = randomOf(seed);
  const crashes: Crash[] = [];
  const runner = new Runner(module, target.name, bounds);
  let inputs = 0;
  try {
    while (more(inputs) && crashes.length < MOST_CRASHES) {
      const input = inputOf(random, target);
      const fault = await runner.run(input);
      inputs += 1;
      if (fault !== undefined) crashes.push({ target: target.name, input, fault });
    }
  } finally {
    await runner.close();
  }
  return { inputs, crashes };
}

/** Runs one known input. @returns its fault */
export async function replay(module: string, name: string, input: Uint8Array): Promise<string | undefined> {
  const runner = new Runner(module, name, BOUNDS);
  try {
    return await runner.run(input);
  } finally {
    await runner.close();
  }
}

function inputOf(random: Random, { seeds, encode = asJson }: Target): Uint8Array {
  const seed = random.pick(seeds);
  const kind = random.below(3);
  const value = kind === 0 || typeof seed === 'string' ? seed : mutateJson(random, seed);
  const bytes = encode(value);
  return kind === 1 && typeof seed !== 'string' ? bytes.subarray(0, MOST_BYTES) : mutateBytes(random, bytes);
}

const asJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value) ?? 'null');

/** A process's result for an input, or a fault if the process ended. */
interface Answer {
  readonly fault?: string;
  /** The memory of the process, in bytes. */
  readonly rss?: number;
}

/** A process that runs inputs. */
interface Child {
  readonly process: ChildProcess;
  /** How the process ended. */
  readonly ended: Promise<Answer>;
  rss: number;
}

/** The kept length of a process's last output. */
const MOST_PRINTED = 4_096;

/** Runs inputs in a process, and starts a new one after each end. It uses no thread, because V8 ends the whole process when one runs out of memory. */
class Runner {
  readonly #arguments: readonly string[];
  readonly #bounds: { readonly time: number; readonly heap: number };
  #child: Child | undefined;

  constructor(module: string, name: string, bounds: { readonly time: number; readonly heap: number }) {
    this.#arguments = [module, name];
    this.#bounds = bounds;
  }

  /** @returns the fault, if any. */
  async run(input: Uint8Array): Promise<string | undefined> {
    this.#child ??= await this.#start();
    const child = this.#child;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => {
      const fault = `no end within ${this.#bounds.time} ms`;
      timer = setTimeout(() => resolve({ fault }), this.#bounds.time);
    });
    const answered = answerOf(child);
    // If the process has already ended, its end is the result.
    child.process.send(input, () => undefined);
    const { fault, rss = child.rss } = await Promise.race([answered, child.ended, late]);
    clearTimeout(timer);
    const grown = (rss - child.rss) / 1024 / 1024;
    child.rss = rss;
    const isOver = fault !== undefined || grown > this.#bounds.heap;
    if (isOver) await this.close();
    return fault ?? (isOver ? `the process took ${Math.round(grown)} MB more` : undefined);
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    child?.process.kill('SIGKILL');
    await child?.ended;
  }

  async #start(): Promise<Child> {
    const started = fork(new URL('./process.ts', import.meta.url), this.#arguments, {
      execArgv: [`--max-old-space-size=${this.#bounds.heap}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let printed = '';
    started.stderr?.on('data', (chunk) => {
      printed = (printed + chunk).slice(-MOST_PRINTED);
    });
    const ended = once(started, 'close').then(
      ([code, signal]): Answer => ({ fault: `the process ended with ${signal ?? code}: ${printed}` }),
    );
    const child: Child = { process: started, ended, rss: 0 };
    const { fault, rss = 0 } = await Promise.race([answerOf(child), ended]);
    if (fault !== undefined) throw new Error(fault);
    child.rss = rss;
    return child;
  }
}

const answerOf = (child: Child): Promise<Answer> =>
  new Promise((resolve) => child.process.once('message', (answer) => resolve(answer as Answer)));

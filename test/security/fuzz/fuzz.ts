// Runs a target with broken inputs, each within bounds of time and memory, and says which show a fault.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
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
  /** Whether to go on, asked before each input. */
  readonly more: (inputs: number) => boolean;
  /** @default the bounds of an input */
  readonly bounds?: { readonly time: number; readonly heap: number };
}

/** More of one target tell nothing new. */
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

/** Runs one input that is known. @returns its fault */
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

/** A thread, and a new one after each that was ended. */
class Runner {
  readonly #options: { readonly module: string; readonly name: string };
  readonly #bounds: { readonly time: number; readonly heap: number };
  #worker: Worker | undefined;

  constructor(module: string, name: string, bounds: { readonly time: number; readonly heap: number }) {
    this.#options = { module, name };
    this.#bounds = bounds;
  }

  /** @returns the fault, if there is one. */
  async run(input: Uint8Array): Promise<string | undefined> {
    this.#worker ??= await this.#start();
    const worker = this.#worker;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no end within ${this.#bounds.time} ms`), this.#bounds.time);
    });
    const ended = new AbortController();
    const answered = once(worker, 'message', { signal: ended.signal }).then(
      ([answer]) => (answer as { readonly fault?: string }).fault,
      // Such as ERR_WORKER_OUT_OF_MEMORY; what was thrown outside of any promise comes here, too.
      (error: Error) => `the thread ended: ${error.message}`,
    );
    worker.postMessage(input);
    const before = process.memoryUsage().rss;
    const fault = await Promise.race([answered, late]);
    clearTimeout(timer);
    ended.abort();
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
    const isOver = fault !== undefined || grown > this.#bounds.heap;
    if (isOver) await this.close();
    return fault ?? (isOver ? `the process took ${Math.round(grown)} MB more` : undefined);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: this.#options,
      resourceLimits: { maxOldGenerationSizeMb: this.#bounds.heap },
      // The sources are TypeScript, and import the packages as they are built.
      execArgv: [],
    });
    await once(worker, 'message');
    // CallUpdate by whoever waits for an answer; an end that comes later is none of an input.
    worker.on('error', () => undefined);
    return worker;
  }
}

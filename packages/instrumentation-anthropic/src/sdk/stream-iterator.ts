// Watches the application read a stream, through the one iterator that every way of reading goes through.
import { guard, stepFailed } from '../guard.ts';
import type { SdkStream } from './sdk-internals.ts';

/** Receives the reports on a stream. `onPull` and `event` run once per event: they must not allocate much. */
export interface StreamWatcher {
  reading(): void;
  /** The application asks for the next event. */
  onPull(): void;
  event(event: unknown): void;
  ended(): void;
  failed(error: unknown): void;
  /** The application stops reading. */
  onCancel(): void;
}

/** The maker of the iterator: a field of `Stream`, a method of `JSONLDecoder`. Every way of reading calls it. */
const MAKERS = ['iterator', 'decoder'] as const;

/**
 * Reports the first reading of `stream` to `watcher`. It reads only when the application reads. The SDK rejects a second
 * iterator.
 */
export function observeStream(stream: SdkStream, watcher: StreamWatcher): void {
  const members = stream as unknown as Record<PropertyKey, () => AsyncIterator<unknown>>;
  const name = MAKERS.find((maker) => typeof members[maker] === 'function') ?? Symbol.asyncIterator;
  const iterate = members[name];
  let isObserved = false;
  const value = function (this: unknown): AsyncIterator<unknown> {
    const source = (iterate as () => AsyncIterator<unknown>).call(this);
    if (isObserved) return source;
    isObserved = true;
    guard('starting to read a stream', () => watcher.reading());
    return observeIterator(source, watcher);
  };
  const enumerable = Object.hasOwn(stream, name);
  Object.defineProperty(stream, name, { value, configurable: true, writable: true, enumerable });
}

/** Reports what is asked of `source` and what it gives. */
export const observeIterator = (
  source: AsyncIterator<unknown>,
  watcher: StreamWatcher,
): AsyncIterator<unknown> => new ObservedIterator(source, watcher);

class ObservedIterator implements AsyncIterator<unknown> {
  readonly #source: AsyncIterator<unknown>;
  readonly #watcher: StreamWatcher;

  constructor(source: AsyncIterator<unknown>, watcher: StreamWatcher) {
    this.#source = source;
    this.#watcher = watcher;
  }

  /** The awaited promise has one handler: V8 leaves the frames behind a promise with two out of `error.stack`. */
  next(value?: unknown): Promise<IteratorResult<unknown>> {
    try {
      this.#watcher.onPull();
    } catch (problem) {
      stepFailed('recording a request for an event', problem);
    }
    return nextOf(this.#source, value).then(this.#got, this.#broke);
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    guard('recording an early end', () => this.#watcher.onCancel());
    return this.#source.return ? this.#source.return(value) : { done: true, value };
  }

  async throw(error?: unknown): Promise<IteratorResult<unknown>> {
    guard('recording an early end', () => this.#watcher.onCancel());
    if (this.#source.throw) return this.#source.throw(error);
    throw error;
  }

  readonly #got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    try {
      if (result.done) this.#watcher.ended();
      else this.#watcher.event(result.value);
    } catch (problem) {
      stepFailed('recording an event', problem);
    }
    return result;
  };

  readonly #broke = (error: unknown): never => {
    guard('recording a failed stream', () => this.#watcher.failed(error));
    throw error;
  };
}

// The other members of async generators: `asyncIterator`, `asyncDispose`, and their name.
Object.setPrototypeOf(
  ObservedIterator.prototype,
  Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())),
);

/** The next value of `source`: always a promise, even if `source` throws at once or returns a plain value. */
function nextOf(source: AsyncIterator<unknown>, value: unknown): Promise<IteratorResult<unknown>> {
  try {
    return Promise.resolve(value === undefined ? source.next() : source.next(value));
  } catch (error) {
    return Promise.reject(error);
  }
}

// Watches the application read a stream, through the iterator behind every way of reading.
import { guard, stepFailed } from '../guard.ts';
import type { SdkStream } from './sdk-internals.ts';

/** Receives the reports on a stream. `onPull` and `event` run once per event: they must not allocate much. */
export interface StreamWatcher {
  /** Whether the request was aborted, so that a pending event arrives or fails immediately. @default false */
  readonly isAborted?: boolean;
  /** The application asks for the next event. */
  onPull(): void;
  event(event: unknown): void;
  ended(): void;
  failed(error: unknown): void;
  /** The application stops reading. */
  onCancel(): void;
}

/** A watcher that also learns when reading begins. */
export interface ReadingWatcher extends StreamWatcher {
  reading(): void;
}

/** The function that creates the iterator for every way of reading: a field of `Stream`, a method of `JSONLDecoder`. */
const MAKERS = ['iterator', 'decoder'] as const;

/**
 * Reports the first reading of `stream` to `watcher`, and reads nothing extra. The SDK rejects a second iterator.
 */
export function observeStream(stream: SdkStream, watcher: ReadingWatcher): void {
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

/** Wraps `source` to report its requests and results. */
export const observeIterator = (
  source: AsyncIterator<unknown>,
  watcher: StreamWatcher,
): AsyncIterator<unknown> => new ObservedIterator(source, watcher);

class ObservedIterator implements AsyncIterator<unknown> {
  readonly #source: AsyncIterator<unknown>;
  readonly #watcher: StreamWatcher;
  /** The number of pending events. */
  #pulls = 0;
  #isCancelled = false;

  constructor(source: AsyncIterator<unknown>, watcher: StreamWatcher) {
    this.#source = source;
    this.#watcher = watcher;
  }

  /** The awaited promise gets one handler: with two, V8 omits the frames behind it from `error.stack`. */
  next(value?: unknown): Promise<IteratorResult<unknown>> {
    try {
      this.#watcher.onPull();
    } catch (problem) {
      stepFailed('recording a request for an event', problem);
    }
    this.#pulls += 1;
    return nextOf(this.#source, value).then(this.#got, this.#broke);
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    this.#cancel();
    return this.#source.return ? this.#source.return(value) : { done: true, value };
  }

  async throw(error?: unknown): Promise<IteratorResult<unknown>> {
    this.#cancel();
    if (this.#source.throw) return this.#source.throw(error);
    throw error;
  }

  /**
   * The SDK's iterator aborts its controller before it throws. A library that listens to the abort may then call `return()`, as
   * PostHog's `monitoredStreamTee` does. So after an abort the pending event decides how the stream ended.
   */
  #cancel(): void {
    guard('recording an early end', () => {
      this.#isCancelled = this.#pulls > 0 && this.#watcher.isAborted === true;
      if (!this.#isCancelled) this.#watcher.onCancel();
    });
  }

  readonly #got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    this.#pulls -= 1;
    try {
      if (result.done) this.#watcher.ended();
      else this.#watcher.event(result.value);
    } catch (problem) {
      stepFailed('recording an event', problem);
    }
    if (this.#isCancelled && !result.done) this.#cancel();
    return result;
  };

  readonly #broke = (error: unknown): never => {
    this.#pulls -= 1;
    guard('recording a failed stream', () => this.#watcher.failed(error));
    throw error;
  };
}

// Inherits the other members of async generators: `asyncIterator`, `asyncDispose` and `toStringTag`.
Object.setPrototypeOf(
  ObservedIterator.prototype,
  Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())),
);

/** The next value of `source` as a promise, even if `source` throws synchronously or returns a plain value. */
function nextOf(source: AsyncIterator<unknown>, value: unknown): Promise<IteratorResult<unknown>> {
  try {
    return Promise.resolve(value === undefined ? source.next() : source.next(value));
  } catch (error) {
    return Promise.reject(error);
  }
}

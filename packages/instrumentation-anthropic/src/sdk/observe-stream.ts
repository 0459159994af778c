// Watches the application read a stream, through the one iterator that every way of reading goes through.
import { guard, stepFailed } from '../guard.ts';
import type { SdkStream } from './sdk-internals.ts';

/** What is reported of a stream. `asked` and `event` run once per event: they must not allocate much. */
export interface StreamWatcher {
  reading(): void;
  asked(): void;
  event(event: unknown): void;
  ended(): void;
  failed(error: unknown): void;
  left(): void;
}

/**
 * Reports the first reading of `stream` to `watcher`. Nothing is read that the application does not ask for. A
 * second iterator is the SDK's to refuse.
 *
 * @param begun is called once somebody reads: here, and nowhere else.
 */
export function observeStream(stream: SdkStream, watcher: StreamWatcher, begun: () => void): void {
  const name =
    'iterator' in stream && typeof stream.iterator === 'function' ? 'iterator' : Symbol.asyncIterator;
  const iterate = Reflect.get(stream, name) as (this: unknown) => AsyncIterator<unknown>;
  let observed = false;
  const value = function (this: unknown): AsyncIterator<unknown> {
    const source = iterate.call(this);
    if (observed) return source;
    observed = true;
    guard('starting to read a stream', () => {
      watcher.reading();
      begun();
    });
    return observeIterator(source, watcher);
  };
  const enumerable = Object.hasOwn(stream, name);
  Object.defineProperty(stream, name, { value, configurable: true, writable: true, enumerable });
}

/** Reports what is asked of `source` and what it gives. */
export function observeIterator(
  source: AsyncIterator<unknown>,
  watcher: StreamWatcher,
): AsyncIterator<unknown> {
  // Made once, not with each event.
  const got = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    try {
      if (result.done) watcher.ended();
      else watcher.event(result.value);
    } catch (problem) {
      stepFailed('recording an event', problem);
    }
    return result;
  };
  const broke = (error: unknown): never => {
    guard('recording a failed stream', () => watcher.failed(error));
    throw error;
  };
  const methods: AsyncIterator<unknown> = {
    // Runs with each event: no list of arguments is made.
    next(value?: unknown) {
      try {
        watcher.asked();
      } catch (problem) {
        stepFailed('recording a request for an event', problem);
      }
      return nextOf(source, value).then(got, broke);
    },
    async return(value?: unknown) {
      guard('recording an early end', () => watcher.left());
      return source.return ? source.return(value) : { done: true, value };
    },
    async throw(error?: unknown) {
      guard('recording an early end', () => watcher.left());
      if (source.throw) return source.throw(error);
      throw error;
    },
  };
  // Everything else an async generator has (`asyncIterator`, `asyncDispose`) comes from its own prototype.
  return Object.assign(Object.create(Object.getPrototypeOf(source)), methods);
}

/** What `source` gives next: a promise also where it throws at once, or gives none. */
function nextOf(source: AsyncIterator<unknown>, value: unknown): Promise<IteratorResult<unknown>> {
  try {
    return Promise.resolve(value === undefined ? source.next() : source.next(value));
  } catch (error) {
    return Promise.reject(error);
  }
}

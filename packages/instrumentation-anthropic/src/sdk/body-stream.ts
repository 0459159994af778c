// Watches somebody read the stream of a response's body: the application after asResponse(), or an SDK that is not patched.
import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';
import { observeIterator, type StreamWatcher } from './stream-iterator.ts';

type Bytes = ReadableStream<Uint8Array>;

/** What is reported of the stream of a body. */
export interface BodyStreamWatcher {
  /** A reading begins: gives who is told of its bytes, or nobody, when it is watched elsewhere. */
  reading(body: object): StreamWatcher | undefined;
  /** Somebody discards it unread. */
  discarded(): void;
  /** It goes where its reading cannot be seen. */
  untrackable(): void;
}

/** Why `fetch` of Node.js discards the body of a response that was collected (undici, `lib/web/fetch/response.js`). */
const COLLECTED = 'Response object has been garbage collected';

const watchers = privateSlot<BodyStreamWatcher>();

/**
 * Reports the reading of `body`. Its members are shadowed on this one stream, not enumerable; every chunk goes to whoever
 * reads, as it is and when they ask, and nothing is read besides. In Node.js a response's `json()`, `text()` and their kin
 * come here, too (undici, `lib/web/fetch/util.js`).
 */
export function watchBodyStream(body: Bytes, watcher: BodyStreamWatcher): void {
  watchers.set(body, watcher);
  for (const [name, method] of SHADOWS) if (name in body) shadow(body, name, method);
}

type Method = (this: Bytes, ...args: unknown[]) => unknown;

/** Calls the member that a shadow hides. */
const hidden = (body: Bytes, name: PropertyKey, args: unknown[]): unknown =>
  (Reflect.get(Object.getPrototypeOf(body), name) as Method).apply(body, args);

const begun = (body: Bytes): StreamWatcher | undefined =>
  guard('starting to read a body', () => watchers.get(body)?.reading(body));

const iterating = (name: PropertyKey): Method =>
  function (...args) {
    const source = hidden(this, name, args) as AsyncIterator<unknown>;
    const watcher = begun(this);
    return watcher ? observeIterator(source, watcher) : source;
  };

const handingOff = (name: PropertyKey): Method =>
  function (...args) {
    guard('recording a body that was handed off', () => watchers.get(this)?.untrackable());
    return hidden(this, name, args);
  };

const SHADOWS: ReadonlyMap<PropertyKey, Method> = new Map<PropertyKey, Method>([
  [
    'getReader',
    function (...args) {
      const reader = hidden(this, 'getReader', args) as Reader;
      const watcher = begun(this);
      if (watcher) guard('observing a reader', () => observeReader(reader, watcher));
      return reader;
    },
  ],
  ['values', iterating('values')],
  [Symbol.asyncIterator, iterating(Symbol.asyncIterator)],
  [
    'cancel',
    function (...args) {
      // One that somebody reads refuses.
      if (!this.locked && args[0] !== COLLECTED)
        guard('recording a body that was discarded', () => watchers.get(this)?.discarded());
      return hidden(this, 'cancel', args);
    },
  ],
  [
    // `Response.clone()` comes here, too, up to Node.js 24.
    'tee',
    function (...args) {
      const halves = hidden(this, 'tee', args) as Bytes[];
      const watcher = watchers.get(this);
      for (const half of watcher ? halves : [])
        guard('observing half a body', () => watcher && watchBodyStream(half, watcher));
      return halves;
    },
  ],
  ['pipeTo', handingOff('pipeTo')],
  ['pipeThrough', handingOff('pipeThrough')],
]);

type Reader = ReadableStreamDefaultReader<Uint8Array>;

function observeReader(reader: Reader, watcher: StreamWatcher): void {
  const read = reader.read.bind(reader) as (...args: unknown[]) => Promise<IteratorResult<unknown>>;
  const cancel = reader.cancel.bind(reader);
  const observed = observeIterator({ next: (args: unknown[]) => read(...args) }, watcher);
  shadow(reader, 'read', (...args: unknown[]) => observed.next(args));
  shadow(reader, 'cancel', (reason?: unknown) => {
    guard('recording an early end', () => watcher.onCancel());
    return cancel(reason);
  });
}

/** Whether a response's own methods, such as `json()`, read its body through the members that are shadowed: in Node.js. */
export function readsAreSeen(): boolean {
  if (areReadsSeen === undefined) {
    areReadsSeen = false;
    const probe = new Response('any');
    if (probe.body)
      watchBodyStream(probe.body, {
        reading: () => {
          areReadsSeen = true;
          return undefined;
        },
        discarded: () => undefined,
        untrackable: () => undefined,
      });
    void probe.text();
  }
  return areReadsSeen;
}

let areReadsSeen: boolean | undefined;

// Watches how the stream of a response's body is read: by the application after asResponse(), or by an SDK that is not patched.
import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';
import { observeIterator, type StreamWatcher } from './stream-iterator.ts';

/** Of another `fetch`, such as node-fetch, it is a stream of Node.js: the SDK and most applications loop over it, too. */
type Bytes = ReadableStream<Uint8Array>;

/** Receives the reports on the stream of a body. */
export interface BodyStreamWatcher {
  /** A reading begins. Returns the watcher of its bytes; undefined if it is watched elsewhere. */
  reading(body: object): StreamWatcher | undefined;
  /** It is discarded unread. */
  discarded(): void;
  /** It goes where its reading cannot be seen. */
  untrackable(): void;
}

/** Why `fetch` of Node.js discards the body of a response that was collected (undici, `lib/web/fetch/response.js`). */
const COLLECTED = 'Response object has been garbage collected';

interface Watched {
  /** None where nothing more is reported. */
  watcher: BodyStreamWatcher | undefined;
  /** A member that is shadowed was called. */
  isTouched: boolean;
  /** Methods that other code has put on this stream, as a custom `fetch` does to count bytes. */
  readonly replaced: ReadonlyMap<PropertyKey, Method> | undefined;
}

const watchedOf = privateSlot<Watched>();

/**
 * Reports the reading of `body`. It shadows members on this one stream, not enumerable. The reader gets every chunk
 * unchanged, when it asks, and we read nothing extra. In Node.js a response's `json()`, `text()` and similar methods come
 * here, too (undici, `lib/web/fetch/body.js`).
 */
export function watchBodyStream(body: Bytes, watcher: BodyStreamWatcher): void {
  const watched = watchedOf.get(body);
  if (watched) {
    watched.watcher = watcher;
    watched.isTouched = false;
    return;
  }
  watchedOf.set(body, { watcher, isTouched: false, replaced: replacedOn(body) });
  for (const [name, method] of SHADOWS) if (name in body) shadow(body, name, method);
  if ('locked' in body) Object.defineProperty(body, 'locked', { get: isLocked, configurable: true });
}

function replacedOn(body: Bytes): ReadonlyMap<PropertyKey, Method> | undefined {
  const names = [...SHADOWS.keys()].filter((name) => Object.hasOwn(body, name));
  if (names.length === 0) return undefined;
  return new Map(names.map((name) => [name, Reflect.get(body, name) as Method]));
}

/** Reports nothing more of `body`. */
export function forgetBodyStream(body: Bytes): void {
  const watched = watchedOf.get(body);
  if (watched) watched.watcher = undefined;
}

type Method = (this: Bytes, ...args: unknown[]) => unknown;

/** Calls the member that a shadow hides. */
function hidden(body: Bytes, name: PropertyKey, args: unknown[]): unknown {
  const watched = watchedOf.get(body);
  if (watched) watched.isTouched = true;
  const method = watched?.replaced?.get(name) ?? (Reflect.get(Object.getPrototypeOf(body), name) as Method);
  return method.apply(body, args);
}

const begun = (body: Bytes): StreamWatcher | undefined =>
  guard('starting to read a body', () => watchedOf.get(body)?.watcher?.reading(body));

const discarded = (body: Bytes): void =>
  guard('recording a body that was discarded', () => watchedOf.get(body)?.watcher?.discarded());

const untrackable = (body: Bytes): void =>
  guard('recording a body that was handed off', () => watchedOf.get(body)?.watcher?.untrackable());

const iterating = (name: PropertyKey): Method =>
  function (...args) {
    const source = hidden(this, name, args) as AsyncIterator<unknown>;
    const watcher = begun(this);
    return watcher ? observeIterator(source, watcher) : source;
  };

const handingOff = (name: PropertyKey): Method =>
  function (...args) {
    untrackable(this);
    return hidden(this, name, args);
  };

const SHADOWS: ReadonlyMap<PropertyKey, Method> = new Map<PropertyKey, Method>([
  [
    'getReader',
    function (...args) {
      const reader = hidden(this, 'getReader', args) as Reader;
      guard('observing a reader', () => observeReader(reader, this));
      return reader;
    },
  ],
  ['values', iterating('values')],
  [Symbol.asyncIterator, iterating(Symbol.asyncIterator)],
  [
    'cancel',
    function (...args) {
      // A stream that is being read rejects the cancellation.
      if (!this.locked && args[0] !== COLLECTED) discarded(this);
      return hidden(this, 'cancel', args);
    },
  ],
  [
    // `Response.clone()` comes here, too, up to Node.js 24.
    'tee',
    function (...args) {
      const halves = hidden(this, 'tee', args) as Bytes[];
      const watcher = watchedOf.get(this)?.watcher;
      for (const half of watcher ? halves : [])
        guard('observing half a body', () => watcher && watchBodyStream(half, watcher));
      return halves;
    },
  ],
  ['pipeTo', handingOff('pipeTo')],
  ['pipeThrough', handingOff('pipeThrough')],
  ['pipe', handingOff('pipe')],
]);

/** Node.js 26 clones a response past all of the above, once it has seen that it is not being read. */
function isLocked(this: Bytes): boolean {
  const isLockedNow = () => Reflect.get(Object.getPrototypeOf(this), 'locked', this) as boolean;
  if (isLockedNow()) return true;
  queueMicrotask(() => {
    if (!watchedOf.get(this)?.isTouched && isLockedNow()) untrackable(this);
  });
  return false;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

function observeReader(reader: Reader, body: Bytes): void {
  const read = reader.read.bind(reader) as (...args: unknown[]) => Promise<IteratorResult<unknown>>;
  const cancel = reader.cancel.bind(reader);
  const source = { next: (args: unknown[]) => read(...args) };
  let observed: AsyncIterator<unknown, unknown, unknown[]> | undefined;
  shadow(reader, 'read', (...args: unknown[]) => {
    if (!observed) {
      const watcher = begun(body);
      observed = watcher ? observeIterator(source, watcher) : source;
    }
    return observed.next(args);
  });
  shadow(reader, 'cancel', (reason?: unknown) => {
    if (!observed) discarded(body);
    // This only reports: the source has no `return()`.
    void observed?.return?.();
    return cancel(reason);
  });
  // Node.js 26 reads past both for its own stream (`Readable.fromWeb`).
  reader.closed.then(
    () => observed ?? untrackable(body),
    () => undefined,
  );
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

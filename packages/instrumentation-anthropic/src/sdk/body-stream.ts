// Watches how a response's body stream is read, by the application after asResponse() or by an unpatched SDK.
import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';
import { observeIterator, type StreamWatcher } from './stream-iterator.ts';

/** Other implementations of `fetch`, such as node-fetch, give a stream of Node.js, which can be iterated as well. */
type Bytes = ReadableStream<Uint8Array>;

/** Receives the reports on the stream of a body. */
export interface BodyStreamWatcher {
  /** Reading begins. Returns a watcher of the bytes; undefined if the reading is watched elsewhere. */
  reading(body: object): StreamWatcher | undefined;
  /** The body is discarded unread. */
  discarded(): void;
  /** The body goes to code whose reading cannot be observed. */
  untrackable(): void;
}

/** The reason with which Node's `fetch` cancels the body of a garbage-collected response (undici, `lib/web/fetch/response.js`). */
const COLLECTED = 'Response object has been garbage collected';

interface Watched {
  /** Undefined once nothing more is reported. */
  watcher: BodyStreamWatcher | undefined;
  /** Whether a shadowed member was called. */
  isTouched: boolean;
  /** Methods that other code had set on this stream, such as a custom `fetch` that counts bytes. */
  readonly replaced: ReadonlyMap<PropertyKey, Method> | undefined;
}

const watchedOf = privateSlot<Watched>();

/**
 * Reports how `body` is read, by shadowing members of this one stream. The reader gets every chunk unchanged when it asks for
 * one, and we read nothing extra. In Node.js a response's `json()`, `text()` and similar methods call these members
 * (undici, `lib/web/fetch/body.js`).
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

/** Stops the reports on `body`. */
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
      // A locked stream rejects `cancel()`.
      if (!this.locked && args[0] !== COLLECTED) discarded(this);
      return hidden(this, 'cancel', args);
    },
  ],
  [
    // Up to Node.js 24, `Response.clone()` calls this.
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

/** Node.js 26 clones a response without the members above, but it reads `locked` first. */
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
    // Only reports: `source` has no `return()`.
    void observed?.return?.();
    return cancel(reason);
  });
  // In Node.js 26 `Readable.fromWeb` reads without either method.
  reader.closed.then(
    () => observed ?? untrackable(body),
    () => undefined,
  );
}

/** Whether methods of a response, such as `json()`, read its body through the shadowed members, as in Node.js. */
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

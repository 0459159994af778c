// Watches a response's body being parsed, by the SDK or by the application itself, and reads nothing of its own.

import { privateSlot } from '../call/private-slot.ts';
import { guard } from '../guard.ts';
import { observeRawStream } from './observe-raw-stream.ts';
import type { StreamWatcher } from './observe-stream.ts';
import { shadow } from './shadow.ts';

/** What is reported of a body. */
export interface BodyWatcher {
  /** It was read whole, to this value where it is JSON or text. */
  parsed(value: unknown): void;
  failed(error: unknown): void;
  /** The application took it to read it in its own way. */
  taken(): void;
  /** It was cloned: who is told of the copy, or nobody. */
  copied(): BodyWatcher | undefined;
  /** The application discarded it unread. */
  cancelled(): void;
  /** Its bytes are about to be read one by one: who is told of them, or nobody. */
  reading(): StreamWatcher | undefined;
}

/** The methods that consume or copy a body. Of those whose value is not JSON or text it is not reported. */
const METHODS = ['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const;
type MethodName = (typeof METHODS)[number];
const WITH_VALUE: ReadonlySet<string> = new Set(['json', 'text']);

/** What is known of a response. */
interface Observation {
  readonly watcher: BodyWatcher;
  /** Reading a body whole gets a reader of its stream, which is then not somebody else's reading. */
  wholly: boolean;
  /** The stream of its body that is watched. */
  stream: unknown;
}

const observations = privateSlot<Observation>();

/**
 * Reports what becomes of `response`'s body. Nothing is cloned and nobody else's responses change: this one response
 * inherits from an object that inherits from its own prototype, which costs a tenth of shadowing each method on it.
 *
 * @returns true, once it is observed. @throws TypeError where a response's prototype cannot be set.
 */
export function observeBody(response: Response, watcher: BodyWatcher): true {
  const base: object | null = Object.getPrototypeOf(response);
  const observing = base && observingPrototype(base);
  if (observing !== base) Object.setPrototypeOf(response, observing);
  // Members of its own, as of a response that a test makes up, hide those of any prototype.
  if (Reflect.ownKeys(response).length > 0)
    for (const name of METHODS) if (Object.hasOwn(response, name)) shadowOwn(response, name);
  const observation: Observation = { watcher, wholly: false, stream: undefined };
  observations.set(response, observation);
  if (observing && observing !== base && !ours.has(response.text))
    for (const name of METHODS) hideBehind(response, name, observation);
  return true;
}

/**
 * A proxy of a response binds what it hands out to its target, which is not the object that is known here: then the
 * methods know themselves what they report to.
 */
function hideBehind(response: Response, name: MethodName, observation: Observation): void {
  const method: unknown = response[name];
  if (typeof method !== 'function') return;
  shadow(
    response,
    name,
    observed(name, () => method, observation),
  );
}

/** The watcher of `response`. */
export const watcherOf = (response: Response): BodyWatcher | undefined => observations.get(response)?.watcher;

/** Ends the observation of a body that is known to be read elsewhere. */
export function releaseBody(response: Response): void {
  observations.set(response, undefined);
  const observing: object | null = Object.getPrototypeOf(response);
  if (observing && ours.has(observing)) Object.setPrototypeOf(response, Object.getPrototypeOf(observing));
}

/** A prototype of responses to the one made of it; one that has no body to read is its own. */
const observingOf = new WeakMap<object, object>();
/** What was made here: prototypes and readers. */
const ours = new WeakSet<object>();

function observingPrototype(base: object): object {
  if (ours.has(base)) return base;
  const known = observingOf.get(base);
  if (known) return known;
  const observing = METHODS.some((name) => name in base) ? madeOf(base) : base;
  observingOf.set(base, observing);
  return observing;
}

function madeOf(base: object): object {
  const observing: object = Object.create(base);
  // Looked up with each call: whoever replaces the method, such as a mock, is called from then on.
  for (const name of METHODS)
    replace(observing, base, name, {
      value: observed(name, () => Reflect.get(base, name)),
      // An application may give the response a method of its own; one that inherits a constant cannot be given any.
      writable: true,
    });
  replace(observing, base, 'body', { get: bodyOf(base) });
  ours.add(observing);
  return observing;
}

/** Puts `replacement` before the member of `base`, as visible as that is. */
function replace(observing: object, base: object, name: string, replacement: PropertyDescriptor): void {
  if (!(name in base)) return;
  const { enumerable = false } = Object.getOwnPropertyDescriptor(base, name) ?? {};
  Object.defineProperty(observing, name, { ...replacement, enumerable, configurable: true });
}

function shadowOwn(response: Response, name: MethodName): void {
  const method: unknown = response[name];
  if (typeof method === 'function' && !ours.has(method))
    shadow(
      response,
      name,
      observed(name, () => method),
    );
}

function observed(name: MethodName, method: () => unknown, known?: Observation): Method {
  const reporting =
    name === 'clone' ? cloner(method as () => Method, known) : reader(name, method as () => Method, known);
  ours.add(reporting);
  return Object.defineProperties(reporting, { name: { value: name }, length: { value: 0 } });
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

function reader(name: MethodName, read: () => Method, known: Observation | undefined): Method {
  const hasValue = WITH_VALUE.has(name);
  return async function (this: unknown, ...args) {
    const observation = known ?? observations.get(this);
    if (observation) observation.wholly = true;
    let value: unknown;
    try {
      value = await read().apply(this, args);
    } catch (error) {
      guard('recording an unreadable body', () => observation?.watcher.failed(error));
      throw error;
    }
    guard('recording a body', () => observation?.watcher.parsed(hasValue ? value : undefined));
    return value;
  };
}

function cloner(clone: () => Method, known: Observation | undefined): Method {
  return function (this: unknown, ...args) {
    const copy = clone().apply(this, args);
    // Whichever of the two is read first tells how the call went.
    guard('observing a copy of a body', () => {
      const watcher = (known ?? observations.get(this))?.watcher.copied();
      if (watcher) observeBody(copy as Response, watcher);
    });
    return copy;
  };
}

/** The getter of a body whose stream is watched from when it is first looked at. */
function bodyOf(base: object): (this: unknown) => unknown {
  return function (this: unknown) {
    const stream: unknown = Reflect.get(base, 'body', this);
    const observation = observations.get(this);
    // Looking at the body is not reading it; the SDK looks at it, too.
    if (observation && stream instanceof ReadableStream && stream !== observation.stream) {
      observation.stream = stream;
      const { watcher } = observation;
      guard('observing a body', () =>
        observeRawStream(stream, {
          reading: () => (observation.wholly ? undefined : watcher.reading()),
          cancelled: () => watcher.cancelled(),
          unseen: () => watcher.taken(),
        }),
      );
    }
    return stream;
  };
}

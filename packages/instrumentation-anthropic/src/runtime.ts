// Parts of Node.js that not every runtime has: modules, registries of collected objects, warnings.

interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:diagnostics_channel': typeof import('node:diagnostics_channel');
}

/**
 * A module of Node.js, if the runtime has it. From 20.16 and 22.3 on no import is needed, which would break a bundle for
 * browsers. The edge runtime of Next.js (16.4) throws on this question.
 */
export function builtinModule<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined;
  } catch {
    return undefined;
  }
}

/** A registry of values that are held until their owner is collected; none in runtimes that do not say so, as at the edge. */
export const collectionRegistry = <Held>(
  collected: (held: Held) => void,
): FinalizationRegistry<Held> | undefined =>
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry(collected) : undefined;

/** Warns where a person sees it without setting up a log: on standard error. False where the runtime has no such way. */
export function warnProcess(what: string, code: string): boolean {
  const emit = globalThis.process?.emitWarning;
  if (typeof emit !== 'function') return false;
  emit.call(globalThis.process, what, { type: 'SevenstepWarning', code });
  return true;
}

/** The channel on which undici, Node's fetch, announces each request before it connects. */
export const UNDICI_REQUESTS = 'undici:request:create';

/** Marks a subscriber of that channel as ours, in each copy of this package. */
export const OWN_SUBSCRIBER: symbol = Symbol.for('@sevenstep/own-subscriber');

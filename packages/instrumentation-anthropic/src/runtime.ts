// Parts of Node.js that some runtimes lack: built-in modules, finalization registries, process warnings.

interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto');
  readonly 'node:diagnostics_channel': typeof import('node:diagnostics_channel');
}

/**
 * A built-in module, if the runtime has it. It is not imported, because an import would break bundles for browsers. Needs
 * Node.js 20.16 or 22.3. The edge runtime of Next.js (16.4) throws when asked.
 */
export function builtinModule<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined;
  } catch {
    return undefined;
  }
}

/** A registry that reports garbage-collected objects; `undefined` in runtimes without one, such as edge runtimes. */
export const collectionRegistry = <Held>(
  collected: (held: Held) => void,
): FinalizationRegistry<Held> | undefined =>
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry(collected) : undefined;

/** Warns on standard error, which a user sees without setting up a log. Returns false if the runtime cannot. */
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

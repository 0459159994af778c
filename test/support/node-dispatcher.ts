// The dispatcher of the undici that Node.js has built in, and undici as a package beside it.

const isNew = Number.parseInt(process.versions.undici ?? '', 10) >= 8;
/** Where the built-in one looks (undici, `lib/global.js`). */
const SLOT = Symbol.for(`undici.globalDispatcher.${isNew ? 2 : 1}`);

/** The dispatcher of `fetch`. Node.js makes it at its first request. */
export async function nodeDispatcher(): Promise<object> {
  await fetch('data:,').catch(() => undefined);
  return Reflect.get(globalThis, SLOT) as object;
}

export const setNodeDispatcher = (dispatcher: object): void => void Reflect.set(globalThis, SLOT, dispatcher);

/** Loads the package, which may replace the dispatcher, and puts that of Node.js back. */
export async function loadUndici(): Promise<typeof import('undici')> {
  const before = await nodeDispatcher();
  const undici = await import('undici');
  setNodeDispatcher(before);
  return undici;
}

/** A dispatcher of the built-in undici with limits in milliseconds. */
export async function builtInAgent(limits: {
  headersTimeout?: number;
  bodyTimeout?: number;
}): Promise<object> {
  const Agent = (await nodeDispatcher()).constructor as new (given: object) => object;
  return new Agent(limits);
}

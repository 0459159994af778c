// Wraps the SDK's methods, unwraps them, and shares the wrappers among instances and copies of this package. The base class's
// `_wrap` and `_unwrap` do not share wrappers, and drop the wrappers that others have added since.
import { diag } from '@opentelemetry/api';
import type { CallObserver } from '../call/call-observer.ts';
import { stepFailed } from '../guard.ts';
import { PACKAGE_NAME } from '../version.ts';
import { shadow } from './shadow.ts';

type Method = (...args: never[]) => unknown;

/**
 * Makes the wrapper of a method.
 *
 * @param observer returns the observer to report to now, or `undefined` if none is enabled.
 * @param observers all observers, the newest last.
 */
export type Wrapper<M extends Method> = (
  original: M,
  observer: () => CallObserver | undefined,
  observers: readonly CallObserver[],
) => M;

/**
 * Where a patched object keeps its {@link Patches}. Copies of this package with the same version of the slot share it, so
 * that they do not observe the same call twice. Raise the version when you change what wrappers call on an observer.
 */
const SLOT = Symbol.for(`${PACKAGE_NAME}.patches.v3`);
/** The prefix of the slots of every version. */
const SLOTS = `${PACKAGE_NAME}.`;

interface Patches {
  /** The wrappers report to the newest that is enabled. */
  readonly observers: CallObserver[];
  readonly methods: Map<PropertyKey, Method>;
}

interface Patch {
  readonly target: object;
  readonly name: PropertyKey;
  readonly wrapper: Wrapper<Method>;
}

/** The patches of each observer of this copy, to apply them again when the observer is enabled. */
const asked = new WeakMap<CallObserver, Patch[]>();

/**
 * Makes the method `name` of `target` report to `observer`, which takes precedence over earlier observers. All share one
 * wrapper. If another version of this package has patched `target`, it warns once and changes nothing.
 */
export function patchMethod<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  wrapper: Wrapper<Target[Name] & Method>,
  observer: CallObserver,
): void {
  const patches = asked.get(observer) ?? [];
  asked.set(observer, patches);
  const added: Patch = { target, name, wrapper: wrapper as unknown as Wrapper<Method> };
  if (!patches.some((patch) => patch.target === target && patch.name === name)) patches.push(added);
  apply(added, observer);
}

/** Applies all patches of `observer` again. */
export function putOn(observer: CallObserver): void {
  for (const patch of asked.get(observer) ?? []) apply(patch, observer);
}

/**
 * Removes the wrappers of a disabled observer, unless another observer is enabled. If another library has wrapped our wrapper,
 * ours stays and passes calls through: removing it would remove theirs.
 */
export function takeOff(observer: CallObserver): void {
  restore(asked.get(observer) ?? [], observer);
}

/** Removes the wrappers of `observer` from `target`, and forgets its patches there. */
export function unpatch(target: object, observer: CallObserver): void {
  const all = asked.get(observer) ?? [];
  asked.set(
    observer,
    all.filter((patch) => patch.target !== target),
  );
  restore(
    all.filter((patch) => patch.target === target),
    observer,
  );
}

function restore(patches: readonly Patch[], observer: CallObserver): void {
  for (const { target, name } of patches) {
    const slot = slotOf(target);
    if (!slot) continue;
    const index = slot.observers.indexOf(observer);
    if (index >= 0) slot.observers.splice(index, 1);
    const wrapped = slot.methods.get(name);
    if (!wrapped || slot.observers.some((other) => other.isEnabled())) continue;
    const property = Object.getOwnPropertyDescriptor(target, name);
    if (property?.value !== wrapped) continue;
    const { original, own } = (wrapped as Wrapped)[SLOT];
    if (own) Object.defineProperty(target, name, { value: original });
    else Reflect.deleteProperty(target, name);
    slot.methods.delete(name);
  }
}

type Wrapped = Method & { readonly [SLOT]: { readonly original: Method; readonly own: boolean } };

function apply({ target, name, wrapper }: Patch, observer: CallObserver): void {
  if (isPatchedByAnotherVersion(target)) {
    noticeOtherVersion();
    return;
  }
  const slot = slotOf(target) ?? addSlot(target);
  const { observers, methods } = slot;
  const index = observers.indexOf(observer);
  if (index < 0) observers.push(observer);
  const original = (target as Record<PropertyKey, Method>)[name];
  // The wrapper may be inherited from a patched class.
  if (methods.has(name) || original === undefined || Object.hasOwn(original, SLOT)) return;
  const wrapped = wrapper(original, () => newestEnabled(observers), observers);
  Object.defineProperties(wrapped, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  const own = Object.hasOwn(target, name);
  shadow(wrapped, SLOT, { original, own });
  // Without other fields the property keeps its flags.
  if (own) Object.defineProperty(target, name, { value: wrapped });
  else shadow(target, name, wrapped);
  methods.set(name, wrapped);
}

/** The observer that gets the reports. It may be of another copy of this package. */
function newestEnabled(observers: readonly CallObserver[]): CallObserver | undefined {
  try {
    for (let last = observers.length - 1; last >= 0; last--) {
      const observer = observers[last];
      if (observer?.isEnabled()) return observer;
    }
  } catch (problem) {
    stepFailed('looking for an observer', problem);
  }
  return undefined;
}

const slotOf = (target: object): Patches | undefined =>
  Object.hasOwn(target, SLOT) ? (target as { [SLOT]?: Patches })[SLOT] : undefined;

function addSlot(target: object): Patches {
  const slot: Patches = { observers: [], methods: new Map() };
  shadow(target, SLOT, slot);
  return slot;
}

/** Whether another version of this package observes `target`, so that a call would get two spans. */
function isPatchedByAnotherVersion(target: object): boolean {
  return Object.getOwnPropertySymbols(target).some((symbol) => {
    if (symbol === SLOT || !symbol.description?.startsWith(SLOTS)) return false;
    return isEnabledSlot((target as Record<symbol, unknown>)[symbol]);
  });
}

/** In the known versions a slot holds an observer or a list of observers. */
function isEnabledSlot(value: unknown): boolean {
  const { observers = [value] } = (value ?? {}) as { observers?: unknown };
  if (!Array.isArray(observers)) return false;
  return observers.some((observer) => {
    try {
      return (observer as CallObserver).isEnabled() === true;
    } catch {
      return false;
    }
  });
}

let noticed = false;

/** Whether another version of this package observes an SDK, so that we warned and left it alone. */
export const isLeftToAnotherVersion = (): boolean => noticed;

function noticeOtherVersion(): void {
  if (noticed) return;
  noticed = true;
  diag.warn(
    `${PACKAGE_NAME}: another version of this package has patched the same copy of @anthropic-ai/sdk, and continues ` +
      'to observe it. Install one version: `npm ls @sevenstep/instrumentation-anthropic` lists them',
  );
}

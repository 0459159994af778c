// Puts a wrapper on one method, once, so that it can be switched off and never removes anybody else's.
import type { CallObserver } from './call-observer.ts';
import { shadow } from './shadow.ts';

type Method = (...args: never[]) => unknown;

/** Makes the wrapper of a method: `observer()` is the one to report to now, or `undefined` when none is enabled. */
export type Wrapper<M extends Method> = (original: M, observer: () => CallObserver | undefined) => M;

// Known to every copy of this package, so that two of them do not observe the same call twice.
const OBSERVER = Symbol.for('@sevenstep/instrumentation-anthropic.observer');
const PATCHED = Symbol.for('@sevenstep/instrumentation-anthropic.patched');

/**
 * Makes `observer` the one that the methods of `target` report to. The wrapper itself stays in place when the
 * instrumentation is disabled: it then passes calls through. Removing it could remove a wrapper put on since.
 */
export function patchMethod<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  wrapper: Wrapper<Target[Name] & Method>,
  observer: CallObserver,
): void {
  const marked = target as Target & { [OBSERVER]?: CallObserver; [PATCHED]?: Set<PropertyKey> };
  shadow(marked, OBSERVER, observer);
  if (marked[PATCHED]?.has(name)) return;
  const original = target[name] as Target[Name] & Method;
  const active = () => (marked[OBSERVER]?.isEnabled() ? marked[OBSERVER] : undefined);
  const wrapped = wrapper(original, active);
  Object.defineProperties(wrapped, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  // Everything else about the property stays as it is.
  Object.defineProperty(target, name, { value: wrapped });
  if (!marked[PATCHED]) shadow(marked, PATCHED, new Set());
  marked[PATCHED]?.add(name);
}

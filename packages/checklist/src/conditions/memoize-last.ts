// Caches a value derived from the facts of a call, because rules and their texts need it many times.
import type { Facts } from '../facts/facts.ts';

/** `make`, run once while the facts stay the same object. */
export function memoizeLast<Value>(make: (facts: Facts) => Value): (facts: Facts) => Value {
  let last: { readonly facts: Facts; readonly value: Value } | undefined;
  return (facts) => {
    if (last?.facts !== facts) last = { facts, value: make(facts) };
    return last.value;
  };
}

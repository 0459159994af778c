// Keeps what was derived from the facts of one call: rules and their texts ask for it again and again.
import type { Facts } from '../facts/facts.ts';

/** `make`, run once while the facts stay the same object. */
export function memoizeLast<Value>(make: (facts: Facts) => Value): (facts: Facts) => Value {
  let last: { readonly facts: Facts; readonly value: Value } | undefined;
  return (facts) => {
    if (last?.facts !== facts) last = { facts, value: make(facts) };
    return last.value;
  };
}

// Keeps what was made of one call: rules and their texts ask the same of it again and again.
import type { Facts } from '../facts/facts.ts';

/** `make`, made once for each call that is asked about in a row. */
export function remembered<Value>(make: (facts: Facts) => Value): (facts: Facts) => Value {
  let last: { readonly facts: Facts; readonly value: Value } | undefined;
  return (facts) => {
    if (last?.facts !== facts) last = { facts, value: make(facts) };
    return last.value;
  };
}

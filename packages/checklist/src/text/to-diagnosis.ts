// Asks the checklist about a text. Spans and texts have the same rules.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { classOf } from '../facts/error-class.ts';
import { factsOf, type Unwrap } from '../facts/facts-of.ts';
import { findingsOf } from '../findings/find.ts';
import { closestFirst } from '../findings/order.ts';
import { cores } from '../rules/cores.ts';
import type { AttributesLike } from '../spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds, withThresholds } from '../thresholds.ts';

/** Diagnoses the facts of a text. An earlier step decides that it is a call of Claude, because a text seldom names the provider. */
export type Ask = (attributes: AttributesLike, isStatusImplied: boolean) => Diagnosis | undefined;

/** The reader has already unwrapped the sentence and named the class. */
const UNWRAPPED: Unwrap = {
  open: (message = '') => ({ sentence: message.trim() }),
  classIn: classOf,
};

const all = closestFirst(cores);

/** A checklist for errors that are known to be Claude's. */
export function askWith(given: Partial<Thresholds> | undefined): Ask {
  const thresholds = withThresholds(DEFAULT_THRESHOLDS, given);
  return (attributes, isStatusImplied) => {
    const facts = factsOf(attributes, null, thresholds, UNWRAPPED);
    // The diagnosis must not mention a status that the text lacks.
    const shown = isStatusImplied ? { ...facts, status: undefined } : facts;
    const [primary, ...also] = findingsOf(facts, all, undefined, shown);
    return primary === undefined ? undefined : { ...primary, also };
  };
}

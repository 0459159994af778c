// How the reader asks the checklist: the rules are the same for spans and for text.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { classOf } from '../facts/error-class.ts';
import { factsOf, type Unwrap } from '../facts/facts-of.ts';
import { findingsOf } from '../findings/find.ts';
import { closestFirst } from '../findings/order.ts';
import { cores } from '../rules/cores.ts';
import type { AttributesLike } from '../spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds, withThresholds } from '../thresholds.ts';

/** Diagnoses what a text tells. That it is a call of Claude was decided before: a text seldom names the provider. */
export type Ask = (attributes: AttributesLike, isStatusImplied: boolean) => Diagnosis | undefined;

/** The reader has unwrapped the sentence, and names the class. */
const UNWRAPPED: Unwrap = {
  open: (message = '') => ({ sentence: message.trim() }),
  classIn: classOf,
};

const all = closestFirst(cores);

/** A checklist for what is known to be of Claude. */
export function askWith(given: Partial<Thresholds> | undefined): Ask {
  const thresholds = withThresholds(DEFAULT_THRESHOLDS, given);
  return (attributes, isStatusImplied) => {
    const facts = factsOf(attributes, null, thresholds, UNWRAPPED);
    // No sentence names a status that the text does not have.
    const shown = isStatusImplied ? { ...facts, status: undefined } : facts;
    const [primary, ...also] = findingsOf(facts, all, undefined, shown);
    return primary === undefined ? undefined : { ...primary, also };
  };
}

// How the reader asks the checklist: the rules are the same for spans and for text.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { AttributesLike } from '../spans/read-attributes.ts';

export type Ask = (attributes: AttributesLike) => Diagnosis | undefined;

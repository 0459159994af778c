// Compares what the checklist says of a text with what the situation is.
import type { RuleId } from '@sevenstep/checklist';
import { candidatesByError, type TextDiagnosis } from '@sevenstep/checklist/text';
import { CHECKS } from '@sevenstep/semantic-conventions';

/**
 * `exact`: the situation's own rule. `general`: a more general rule that also holds for the situation. For a text
 * without the evidence, it is the meaning of the text; for an odd success, no finding. `step`: the right step, by a more general rule that does not hold. `wrong`: another
 * rule or step, or an error found in a text without one. `none`: an error that was not found.
 */
export type Verdict = (typeof VERDICTS)[number];
export const VERDICTS = ['exact', 'general', 'step', 'wrong', 'none'] as const;

/** The truth about a situation, from the span that it leaves. */
export interface Truth {
  /** `undefined` for a healthy call. */
  readonly id: RuleId | undefined;
  /** How closely its rule looks. */
  readonly specificity: number;
  /** The other rules that find something on the same span. */
  readonly also: readonly string[];
  /** The rules of other situations in which a client prints the same text, so that they cannot be distinguished. */
  readonly alike: readonly RuleId[];
  /** The steps of all situations in which a client prints this very text, and of the other rules for a failure. */
  readonly steps: readonly number[];
  /** The meaning of the bare status, or of the bare type without a status, if the text lacks the deciding fact. */
  readonly bare: readonly RuleId[];
}

/** The worst of the errors that were found; of candidates for the same error, the best. */
export function judge(found: readonly TextDiagnosis[], truth: Truth): Verdict {
  if (truth.id === undefined) return found.length === 0 ? 'exact' : 'wrong';
  if (found.length === 0) return 'none';
  return candidatesByError(found)
    .map((candidates) => candidates.map((one) => judgeOne(one, truth)).reduce(better))
    .reduce(worse);
}

/** One finding alone. */
export function judgeOne(
  { id, step, specificity }: Pick<TextDiagnosis, 'id' | 'step' | 'specificity'>,
  truth: Truth,
): Verdict {
  if (truth.id === undefined) return 'wrong';
  if (id === truth.id) return 'exact';
  // These diagnoses hold for every situation, because some clients retry where the SDK gives up.
  if (id === 'unknown.unrecognized' || id === 'unknown.recovered' || truth.bare.includes(id as RuleId))
    return 'general';
  if (truth.also.includes(id) || (truth.alike as readonly string[]).includes(id)) return 'general';
  const isUnrecognized = id.endsWith('.unrecognized');
  // If this text does not distinguish situations, the step of any of them is right.
  if (isUnrecognized && truth.steps.includes(step)) return 'general';
  if (step !== stepOf(truth.id)) return 'wrong';
  if (isUnrecognized) return 'general';
  return specificity < truth.specificity ? 'step' : 'wrong';
}

/** From good to bad. */
const RANK: readonly Verdict[] = ['exact', 'general', 'step', 'none', 'wrong'];
const better = (a: Verdict, b: Verdict): Verdict => (RANK.indexOf(a) <= RANK.indexOf(b) ? a : b);
const worse = (a: Verdict, b: Verdict): Verdict => (RANK.indexOf(a) >= RANK.indexOf(b) ? a : b);

export const stepOf = (id: RuleId): number =>
  (CHECKS as readonly string[]).indexOf(id.slice(0, id.indexOf('.'))) + 1;

/** Whether the step is that of the situation, or of one alike; `undefined` for a text of no error. */
export const isRightStep = (found: readonly TextDiagnosis[], truth: Truth): boolean | undefined =>
  truth.id === undefined
    ? undefined
    : found.length > 0 &&
      found.every(({ step }) => [truth.id, ...truth.alike].some((id) => step === stepOf(id as RuleId)));

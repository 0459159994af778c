// Compares what the checklist says of a text with what the situation is.
import type { RuleId } from '@sevenstep/checklist';
import { candidatesByError, type TextDiagnosis } from '@sevenstep/checklist/text';
import { CHECKS } from '@sevenstep/semantic-conventions';

/**
 * `exact`: the situation's own rule. `general`: a rule that looks less closely and holds for the situation, too, or what the text
 * says where it has lost the evidence; nothing, where the call succeeds and only looks odd. `step`: the right step, by a rule that looks less closely and does not hold. `wrong`: another
 * rule or step, or an error found where there is none. `none`: an error that was not found.
 */
export type Verdict = (typeof VERDICTS)[number];
export const VERDICTS = ['exact', 'general', 'step', 'wrong', 'none'] as const;

/** What a situation is, by the span that it leaves. */
export interface Truth {
  /** `undefined` for a healthy call. */
  readonly id: RuleId | undefined;
  /** How closely its rule looks. */
  readonly specificity: number;
  /** The other rules that find something on the same span. */
  readonly also: readonly string[];
  /** The rules of other situations in which a client prints this very text: nobody can tell them apart. */
  readonly alike: readonly RuleId[];
  /** The steps of all situations in which a client prints this very text, and of the other rules for a failure. */
  readonly steps: readonly number[];
  /** What the bare status means, or the bare type without a status, where the text has lost what decides. */
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
  // What these say holds for every situation; some clients try again by themselves where the SDK gives up.
  if (id === 'unknown.unrecognized' || id === 'unknown.recovered' || truth.bare.includes(id as RuleId))
    return 'general';
  if (truth.also.includes(id) || (truth.alike as readonly string[]).includes(id)) return 'general';
  const isUnrecognized = id.endsWith('.unrecognized');
  // Of situations that nobody can tell apart by this text, the step of any is right.
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

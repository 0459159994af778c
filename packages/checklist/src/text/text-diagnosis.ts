// The result of reading a text: a diagnosis with its place and confidence.
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Thresholds } from '../thresholds.ts';

/** A fact that would make a diagnosis more certain. */
export interface MissingFact {
  readonly what: string;
  /** One command, or one step, that finds it out. */
  readonly how: string;
}

/** The diagnosis of one error in a text. */
export interface TextDiagnosis extends Diagnosis {
  /**
   * `certain`: the text has a status or an envelope, and the facts that the rule needs. `likely`: some of that is missing. Two candidates
   * are two entries with the same offsets, both `likely`.
   */
  readonly confidence: 'certain' | 'likely';
  /** The deciding parts of the text, unchanged. Secrets are redacted. */
  readonly evidence: readonly string[];
  /** The index in the text where the error begins, in UTF-16 units. */
  readonly start: number;
  /** The index where it ends. */
  readonly end: number;
  readonly requestId?: string | undefined;
  /** Its time, as in the text. */
  readonly time?: string | undefined;
  /** Empty if the diagnosis is certain. */
  readonly missing: readonly MissingFact[];
}

/** The options of reading a text. */
export interface TextOptions {
  /**
   * Figures that make a call that succeeded odd.
   *
   * @default `DEFAULT_THRESHOLDS`
   */
  readonly thresholds?: Partial<Thresholds> | undefined;
}

/** The diagnoses of one error: one, or candidates that the text does not distinguish. */
export type Candidates = readonly [TextDiagnosis, ...TextDiagnosis[]];

/**
 * Groups diagnoses by error, in order. Different diagnoses of the same place, none of them certain, are candidates for one error.
 *
 * @example candidatesByError(diagnoseText(text)).length // how many calls failed
 */
export function candidatesByError(diagnoses: readonly TextDiagnosis[]): readonly Candidates[] {
  const errors: [TextDiagnosis, ...TextDiagnosis[]][] = [];
  for (const diagnosis of diagnoses) {
    const last = errors.at(-1);
    if (last?.every((one) => isCandidateBeside(one, diagnosis))) last.push(diagnosis);
    else errors.push([diagnosis]);
  }
  return errors;
}

/** Records in one line share a place, but each is an error. */
const isCandidateBeside = (a: TextDiagnosis, b: TextDiagnosis): boolean =>
  a.id !== b.id &&
  a.confidence === 'likely' &&
  b.confidence === 'likely' &&
  a.start === b.start &&
  a.end === b.end &&
  a.requestId === b.requestId &&
  a.time === b.time;

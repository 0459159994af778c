// A failed call in a text: its candidates, its place, and the keys that identify it.
import { type Candidates, candidatesByError, type TextDiagnosis } from '@sevenstep/checklist/text';
import { readTime } from './time.ts';

export interface TextError {
  /** The diagnosis, or two or more if the text does not distinguish them. */
  readonly candidates: Candidates;
  readonly requestId?: string | undefined;
  /** In ISO 8601 if it is a number, else as in the text. */
  readonly time?: string | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly service?: string | undefined;
  /** For example `app.log:12`, or `line 12` of standard input; `undefined` if the line is unknown. */
  readonly place?: string | undefined;
}

/** The errors of diagnoses. */
export const errorsOf = (diagnoses: readonly TextDiagnosis[]): readonly TextError[] =>
  candidatesByError(diagnoses).map((candidates) => ({
    candidates,
    requestId: candidates[0].requestId,
    time: readTime(candidates[0].time),
  }));

/** Whether it tells more about a failure than the other error does. */
export const tellsMore = (error: TextError, other: TextError): boolean => rankOf(error) > rankOf(other);

const rankOf = ({ candidates: [{ confidence, specificity }, ...others] }: TextError): number =>
  (confidence === 'certain' ? 10 : 0) + specificity - (others.length > 0 ? 5 : 0);

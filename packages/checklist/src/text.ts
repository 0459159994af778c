// The checklist for text: an error as people paste it in, diagnoses out; and a term of one, pages out.
// The reader's modules pack best in its own order.
import './text/diagnose-text.ts';

export { listTerms, lookUp } from './terms/look-up.ts';
export type { Term, TermKind, TermPage } from './terms/term.ts';
export { createTextReader, diagnoseText, type TextStream } from './text/diagnose-text.ts';
export {
  type Candidates,
  candidatesByError,
  type MissingFact,
  type TextDiagnosis,
  type TextOptions,
} from './text/text-diagnosis.ts';

// The checklist for text: an error as people paste it in, diagnoses out.
export { diagnoseText } from './text/diagnose-text.ts';
export type { MissingFact, TextDiagnosis, TextOptions } from './text/text-diagnosis.ts';

// The checked options of a diagnosis, with their defaults.
import type { Checklist, Diagnosis, Finding } from '@sevenstep/checklist';
import type { CallListener } from '../patterns/index.ts';
import type { ReadableSpanLike } from '../spans/span-types.ts';

/** The options, checked and with their defaults. */
export interface DiagnosisSettings {
  readonly checklist: Checklist;
  /** Sees each call once. */
  readonly listener: CallListener | undefined;
  readonly onDiagnosis: ((diagnosis: Diagnosis, span: ReadableSpanLike) => void) | undefined;
  readonly docs: string | undefined;
  readonly describeStatus: boolean;
  readonly count: (finding: Finding) => void;
  readonly log: (finding: Finding, span: ReadableSpanLike) => void;
}

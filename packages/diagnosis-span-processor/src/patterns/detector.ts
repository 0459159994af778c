// The type of a detector: it sees each ended call, and returns figures while its pattern lasts.
import type { Pattern, PatternFigures } from '@sevenstep/checklist';
import type { CallSummary } from './call-summary.ts';
import type { HealthyCalls } from './healthy-calls.ts';

export interface Detector {
  readonly id: Pattern['id'];
  /** Called with each call in the order of their ends. Returns the figures while the pattern lasts. */
  see(call: CallSummary): PatternFigures | undefined;
  /** Counts calls that `see` does not get. They never complete a pattern. */
  count?(healthy: HealthyCalls): void;
}

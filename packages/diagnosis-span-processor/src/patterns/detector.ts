// The type of a detector: it sees each call that ends, and returns figures while its pattern is there.
import type { Pattern, PatternFigures } from '@sevenstep/checklist';
import type { CallSummary } from './call-summary.ts';
import type { HealthyCalls } from './healthy-calls.ts';

export interface Detector {
  readonly id: Pattern['id'];
  /** Called with every call, in the order in which they end. Returns the figures while the pattern is there. */
  see(call: CallSummary): PatternFigures | undefined;
  /** Counts calls that it does not see. They complete no pattern. */
  count?(healthy: HealthyCalls): void;
}

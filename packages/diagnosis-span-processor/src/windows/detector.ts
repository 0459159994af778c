// What looks for one pattern: it is told of each call that ends, and says when the pattern is there.
import type { Pattern, PatternFigures } from '@sevenstep/checklist';
import type { EndedCall } from './call.ts';

export interface Detector {
  readonly id: Pattern['id'];
  /** Told of every call, in the order in which they end. The figures while the pattern is there, else nothing. */
  see(call: EndedCall): PatternFigures | undefined;
}

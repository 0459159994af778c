// What can be chosen when files are generated.
import type { Thresholds } from './catalogue/thresholds.ts';

/** Options of every generator. */
export interface GenerateOptions {
  /** Laid over the defaults of `THRESHOLDS`. */
  readonly thresholds?: Partial<Thresholds>;
  /** What every window and wait is multiplied by: `1 / 60` makes minutes of hours, to rehearse alerts. @default 1 */
  readonly timeScale?: number;
  /** Address of this repository's root, with a slash at its end, for links to runbooks. @default none: paths from its root */
  readonly docs?: string;
}

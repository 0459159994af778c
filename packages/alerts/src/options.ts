// What can be chosen when files are generated.
import type { AlertThresholds } from './catalogue/thresholds.ts';

/** Options of every generator. */
export interface GenerateOptions {
  /** Laid over the defaults of `THRESHOLDS`. */
  readonly thresholds?: Partial<AlertThresholds>;
  /** What every window and wait is multiplied by: `1 / 60` makes minutes of hours, to rehearse alerts. @default 1 */
  readonly timeScale?: number;
  /** Address of this repository's root, with a slash at its end, for links to runbooks. @default none: paths from its root */
  readonly docs?: string;
}

/** @throws TypeError for what is no scale. */
export function timeScaleOf({ timeScale = 1 }: GenerateOptions): number {
  if (typeof timeScale !== 'number' || !(timeScale > 0 && timeScale < Number.POSITIVE_INFINITY)) {
    throw new TypeError(`timeScale: expected a number above 0, got ${String(timeScale)}`);
  }
  return timeScale;
}

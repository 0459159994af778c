// What can be chosen when files are generated.
import { NAME_SETS, type NameSet } from '@sevenstep/semantic-conventions';
import type { AlertThresholds } from './catalogue/thresholds.ts';

/** Options of every generator. */
export interface GenerateOptions {
  /** Laid over the defaults of `THRESHOLDS`. */
  readonly thresholds?: Partial<AlertThresholds>;
  /** What every window and wait is multiplied by: `1 / 60` makes minutes of hours, to rehearse alerts. @default 1 */
  readonly timeScale?: number;
  /** Which names of the GenAI conventions the services emit: the option `genAiNames` of the instrumentation. @default 'latest' */
  readonly genAiNames?: NameSet;
  /** Address of this repository's root, with a slash at its end, for links to runbooks. @default none: paths from its root */
  readonly docs?: string;
}

/** @throws TypeError for what is no set of names. */
export function namesOf({ genAiNames = 'latest' }: GenerateOptions): NameSet {
  if (!NAME_SETS.includes(genAiNames))
    throw new TypeError(`genAiNames: expected ${NAME_SETS.join(' or ')}, got ${String(genAiNames)}`);
  return genAiNames;
}

/** @throws TypeError for what is no scale. */
export function timeScaleOf({ timeScale = 1 }: GenerateOptions): number {
  if (typeof timeScale !== 'number' || !(timeScale > 0 && timeScale < Number.POSITIVE_INFINITY)) {
    throw new TypeError(`timeScale: expected a number above 0, got ${String(timeScale)}`);
  }
  return timeScale;
}

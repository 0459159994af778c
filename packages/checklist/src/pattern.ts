// What a pattern is: a typed record of something that only many calls show. Who sees many calls finds it; here are its texts.
import type { Action, Severity } from '@sevenstep/semantic-conventions';
import type { Finding } from './diagnose.ts';
import { checkOf, type Page, type RuleId, stepOf } from './rule.ts';

/** The figures of a pattern. What each means is said by the pattern. */
export interface Tally {
  readonly count: number;
  readonly of: number;
  /** How long the window is. */
  readonly seconds: number;
  /** An id, a kind of limit or a status. */
  readonly what: string;
}

/** A text, or how to write it with the figures at hand. */
export type PatternText = string | ((tally: Tally) => string);

/** A finding over many calls. It never replaces the verdict of a call that has one of its own. */
export interface Pattern extends Page {
  readonly id: RuleId;
  readonly severity: Exclude<Severity, 'error'>;
  readonly action: Action;
  readonly retryable: boolean;
  readonly summary: PatternText;
  readonly cause: PatternText;
  readonly fix: PatternText;
  readonly evidence: (tally: Tally) => readonly string[];
}

/** A pattern as a finding, written with its figures. */
export function patternFinding(
  pattern: Pattern,
  tally: Tally,
  severity: Severity = pattern.severity,
): Finding {
  const { id, action, retryable } = pattern;
  const text = (given: PatternText): string => (typeof given === 'string' ? given : given(tally));
  return {
    id,
    step: stepOf(id),
    check: checkOf(id),
    severity,
    specificity: 3,
    summary: text(pattern.summary),
    cause: text(pattern.cause),
    fix: text(pattern.fix),
    action,
    retryable,
    evidence: pattern.evidence(tally),
  };
}

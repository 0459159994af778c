// The type of a pattern: a rule over many calls. Here are its texts; the span processor counts the calls.
import type { Action, Severity } from '@sevenstep/semantic-conventions';
import type { Finding } from '../findings/finding.ts';
import { checkOf, type RuleId, stepOf } from '../ids/rule-id.ts';
import type { Page } from '../rules/rule.ts';

/** The figures of a pattern, which the pattern explains. */
export interface PatternFigures {
  readonly count: number;
  readonly of: number;
  /** The length of the window. */
  readonly seconds: number;
  /** An id, a kind of limit or a status. */
  readonly what: string;
}

/** A text, or a function that writes it with the figures. */
export type PatternText = string | ((figures: PatternFigures) => string);

/** A rule over many calls. Its finding never replaces a call's own diagnosis. */
export interface Pattern extends Page {
  readonly id: RuleId;
  readonly severity: Exclude<Severity, 'error'>;
  readonly action: Action;
  readonly retryable: boolean;
  readonly summary: PatternText;
  readonly cause: PatternText;
  readonly fix: PatternText;
  readonly evidence: (figures: PatternFigures) => readonly string[];
}

/** The finding of a pattern, written with its figures. */
export function patternFinding(
  pattern: Pattern,
  figures: PatternFigures,
  severity: Severity = pattern.severity,
): Finding {
  const { id, action, retryable } = pattern;
  const text = (given: PatternText): string => (typeof given === 'string' ? given : given(figures));
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
    evidence: pattern.evidence(figures),
  };
}

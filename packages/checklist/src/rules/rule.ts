// The type of a rule: a typed record that recognises one situation and says what to do about it.
import type { Action, Severity } from '@sevenstep/semantic-conventions';
import type { Facts } from '../facts/facts.ts';
import type { RuleId } from '../ids/rule-id.ts';
import type { FixedBy } from './fixed-by.ts';

/**
 * How closely a rule looks. 3: the message, a code or another fact names the situation. 2: the error's
 * type and status say it. 1: the status alone. 0: only the step is known.
 */
export type Specificity = 0 | 1 | 2 | 3;

/** A text, or how to write it with the figures of the call at hand. */
export type RuleText = string | ((facts: Facts) => string);

/** The parts of a rule that the checklist reads, and that a custom rule must have. */
export interface RuleCore {
  readonly id: RuleId;
  /** `error` exactly for calls that failed. */
  readonly severity: Severity;
  readonly specificity: Specificity;
  readonly action: Action;
  /** Whether the same request may pass later, unchanged, or how to tell by the facts of the call at hand. */
  readonly retryable: boolean | ((facts: Facts) => boolean);
  /** The problem: one sentence of at most 120 characters, without a full stop. */
  readonly summary: RuleText;
  /** The cause. */
  readonly cause: RuleText;
  /** The change to make, and where. Begins with a verb. */
  readonly fix: RuleText;
  /** The facts that show it, as short strings, or nothing. */
  readonly match: (facts: Facts) => readonly string[] | undefined;
  /** Rules whose finding makes this one a consequence, never the diagnosis. */
  readonly dependsOn?: readonly RuleId[];
}

/** The other parts of a rule's page. */
export interface Page {
  /** How to make sure that this is it. Begins with a verb. */
  readonly confirm: string;
  /** Who changes what, as code that a test runs. */
  readonly fixedBy: FixedBy;
  /** Where the situation, its text or its fix is described: guides `G0` to `G4`, a URL, or a file of the SDK. */
  readonly sources: readonly string[];
}

/** A rule of the catalogue. */
export interface Rule extends RuleCore, Page {}

/** The text, written for this call. */
export function renderText(text: RuleText, facts: Facts): string {
  return typeof text === 'string' ? text : text(facts);
}

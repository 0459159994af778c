// The type of a finding.
import type { Action, AnyCheck, Severity } from '@sevenstep/semantic-conventions';
import type { RuleId } from '../ids/rule-id.ts';
import type { Specificity } from '../rules/rule.ts';

/** The result of one rule on one call. */
export interface Finding {
  readonly id: RuleId;
  /** 1 to 7; 0 if the span does not tell at which step the call failed. */
  readonly step: number;
  readonly check: AnyCheck;
  readonly severity: Severity;
  readonly specificity: Specificity;
  readonly summary: string;
  readonly cause: string;
  readonly fix: string;
  readonly action: Action;
  readonly retryable: boolean;
  /** The facts that led to the finding. */
  readonly evidence: readonly string[];
}

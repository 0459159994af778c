// The order of rules and of findings.
import { SEVERITIES } from '@sevenstep/semantic-conventions';
import { type RuleId, stepOf } from '../ids/rule-id.ts';
import type { RuleCore } from '../rules/rule.ts';

/** The order in which rules are tried: more specific ones first, because a match makes less specific rules unnecessary. */
export function closestFirst(rules: readonly RuleCore[]): readonly RuleCore[] {
  return rules.toSorted((a, b) => b.specificity - a.specificity);
}

/**
 * The order of findings: a consequence after its cause, then by severity, step and specificity. Equal findings keep the
 * catalogue's order.
 */
export function compare(a: RuleCore, b: RuleCore, found: ReadonlySet<RuleId>): number {
  const consequence = (rule: RuleCore) => (rule.dependsOn?.some((id) => found.has(id)) ? 1 : 0);
  return (
    consequence(a) - consequence(b) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    stepOf(a.id) - stepOf(b.id) ||
    b.specificity - a.specificity
  );
}

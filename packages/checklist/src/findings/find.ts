// Tries rules on the facts of a call, and sorts the findings.
import type { Severity } from '@sevenstep/semantic-conventions';
import type { Facts } from '../facts/facts.ts';
import { checkOf, stepOf } from '../ids/rule-id.ts';
import { type RuleCore, renderText, type Specificity } from '../rules/rule.ts';
import type { Finding } from './finding.ts';
import { compare } from './order.ts';

/**
 * Every finding of `rules`, {@link closestFirst}, on a call, the diagnosis first. `severityOf` is the written severity, not
 * the one for sorting. The sentences use the facts of `shown`.
 */
export function findingsOf(
  facts: Facts,
  rules: readonly RuleCore[],
  severityOf: (rule: RuleCore) => Severity = ({ severity }) => severity,
  shown: Facts = facts,
): readonly Finding[] {
  const found: { readonly rule: RuleCore; readonly evidence: readonly string[] }[] = [];
  // A failure has one explanation, and the closest is it: what looks less closely is superfluous. So "not recognised" is
  // left only when nothing else explains the failure.
  let closest: Specificity = 0;
  rules.forEach((rule) => {
    const explains = rule.severity === 'error';
    if (explains && rule.specificity < closest) return;
    const evidence = rule.match(facts);
    if (evidence === undefined) return;
    if (explains) closest = rule.specificity;
    found.push({ rule, evidence });
  });
  if (found.length > 1) {
    const ids = new Set(found.map(({ rule }) => rule.id));
    found.sort((a, b) => compare(a.rule, b.rule, ids));
  }
  return found.map(({ rule, evidence }) => findingOf(rule, evidence, shown, severityOf(rule)));
}

/** The finding of a rule, its texts written for the call at hand. */
export function findingOf(
  rule: RuleCore,
  evidence: readonly string[],
  facts: Facts,
  severity: Severity,
): Finding {
  const { id, specificity, action, retryable } = rule;
  return {
    id,
    step: stepOf(id),
    check: checkOf(id),
    severity,
    specificity,
    summary: renderText(rule.summary, facts),
    cause: renderText(rule.cause, facts),
    fix: renderText(rule.fix, facts),
    action,
    retryable: typeof retryable === 'boolean' ? retryable : retryable(facts),
    evidence,
  };
}

// Walks rules over a call's facts and orders what they find: the verdict first.
import {
  type Action,
  type AnyCheck,
  SEVERITIES,
  type Severity,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import type { Facts } from './facts/facts.ts';
import { pageOf } from './released.ts';
import { checkOf, type RuleCore, type RuleId, type Specificity, stepOf, write } from './rule.ts';

/** What one rule found on one call. */
export interface Finding {
  readonly id: RuleId;
  /** 1 to 7; 0 where the span does not say at which step the call failed. */
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

/** The verdict on a call: its primary finding, and the others in order. */
export interface Diagnosis extends Finding {
  readonly also: readonly Finding[];
}

/** The order in which rules are tried: one that looks more closely spares the others their look. */
export function closestFirst(rules: readonly RuleCore[]): readonly RuleCore[] {
  return rules.toSorted((a, b) => b.specificity - a.specificity);
}

/**
 * Every finding of `rules`, {@link closestFirst}, on a call, the verdict first. `severityOf` is what is written, not what
 * is sorted by.
 */
export function findingsOf(
  known: Facts,
  rules: readonly RuleCore[],
  severityOf: (rule: RuleCore) => Severity = ({ severity }) => severity,
): readonly Finding[] {
  const found: { readonly rule: RuleCore; readonly evidence: readonly string[] }[] = [];
  // A failure has one explanation, and the closest is it: what looks less closely is superfluous. So "not recognised" is
  // left only when nothing else explains the failure.
  let closest: Specificity = 0;
  for (const rule of rules) {
    const explains = rule.severity === 'error';
    if (explains && rule.specificity < closest) continue;
    const evidence = rule.match(known);
    if (evidence === undefined) continue;
    if (explains) closest = rule.specificity;
    found.push({ rule, evidence });
  }
  if (found.length > 1) {
    const ids = new Set(found.map(({ rule }) => rule.id));
    found.sort((a, b) => compare(a.rule, b.rule, ids));
  }
  return found.map(({ rule, evidence }) => finding(rule, evidence, known, severityOf(rule)));
}

/**
 * The order of verdicts: a consequence comes after its cause, then by severity, step, and how closely the rule looks.
 * What is still equal keeps the catalogue's order.
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

function finding(rule: RuleCore, evidence: readonly string[], known: Facts, severity: Severity): Finding {
  const { id, specificity, action, retryable } = rule;
  return {
    id,
    step: stepOf(id),
    check: checkOf(id),
    severity,
    specificity,
    summary: write(rule.summary, known),
    cause: write(rule.cause, known),
    fix: write(rule.fix, known),
    action,
    retryable,
    evidence,
  };
}

/**
 * A diagnosis as span attributes.
 *
 * @param docs where a copy of the repository can be read, with a slash at its end: then there is a link to the page, too.
 */
export function diagnosisAttributes(diagnosis: Diagnosis, docs?: string): SpanAttributes {
  const page = docs === undefined ? undefined : pageOf(diagnosis.id);
  return {
    'anthropic.diagnosis.id': diagnosis.id,
    'anthropic.diagnosis.step': diagnosis.step,
    'anthropic.diagnosis.check': diagnosis.check,
    'anthropic.diagnosis.severity': diagnosis.severity,
    'anthropic.diagnosis.summary': diagnosis.summary,
    'anthropic.diagnosis.cause': diagnosis.cause,
    'anthropic.diagnosis.fix': diagnosis.fix,
    'anthropic.diagnosis.action': diagnosis.action,
    'anthropic.diagnosis.retryable': diagnosis.retryable,
    ...(diagnosis.evidence.length > 0 && { 'anthropic.diagnosis.evidence': [...diagnosis.evidence] }),
    ...(diagnosis.also.length > 0 && { 'anthropic.diagnosis.also': diagnosis.also.map(({ id }) => id) }),
    ...(page !== undefined && { 'anthropic.diagnosis.url': `${docs}packages/checklist/${page}` }),
  };
}

// Walks rules over a call's facts and orders what they find: the verdict first.
import {
  type Action,
  type Check,
  SEVERITIES,
  type Severity,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import type { Facts } from './facts.ts';
import { checkOf, type RuleCore, type RuleId, type Specificity, stepOf, write } from './rule.ts';

/** What one rule found on one call. */
export interface Finding {
  readonly id: RuleId;
  /** 1 to 7. */
  readonly step: number;
  readonly check: Check;
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

/**
 * Every finding of `rules` on a call, the verdict first. `severityOf` is what is written, not what is sorted by.
 */
export function findingsOf(
  known: Facts,
  rules: readonly RuleCore[],
  severityOf: (rule: RuleCore) => Severity = ({ severity }) => severity,
): readonly Finding[] {
  const found = rules.flatMap((rule) => {
    const evidence = rule.match(known);
    return evidence === undefined ? [] : [{ rule, evidence }];
  });
  if (found.length === 0) return [];
  const ids = new Set(found.map(({ rule }) => rule.id));
  return found
    .filter(({ rule }) => !found.some((other) => saysMore(other.rule, rule)))
    .sort((a, b) => compare(a.rule, b.rule, ids))
    .map(({ rule, evidence }) => finding(rule, evidence, known, severityOf(rule)));
}

/**
 * Whether a rule makes another one superfluous: a failure has one explanation, and the closer one is it. So "not
 * recognised" is left only when nothing else explains the failure.
 */
function saysMore(rule: RuleCore, other: RuleCore): boolean {
  return rule.severity === 'error' && other.severity === 'error' && rule.specificity > other.specificity;
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

/** A diagnosis as span attributes. */
export function diagnosisAttributes(diagnosis: Diagnosis): SpanAttributes {
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
  };
}

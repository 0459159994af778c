// Walks the catalogue over a call's facts and orders what it finds: the verdict first.
import {
  type Action,
  type Check,
  SEVERITIES,
  type Severity,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import { type Facts, facts, isCall, type SpanInfo } from './facts.ts';
import type { AttributesLike } from './read.ts';
import { checkOf, type Rule, type RuleId, type Specificity, stepOf, write } from './rule.ts';
import { rules } from './rules/index.ts';

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

// A rule is an error exactly for calls that failed, so a call that did not needs the others only.
const mild = rules.filter(({ severity }) => severity !== 'error');

/**
 * Says what went wrong with a call and what to do about it.
 *
 * Pure: no I/O, no clock, nothing is kept or changed. Attributes of the wrong type count as absent; it never throws.
 *
 * @param attributes the attributes of a call's span, live or stored
 * @param span what is known of the span besides them
 * @returns `undefined` for a healthy call and for a span that is not an Anthropic API call
 * @example
 * diagnose({
 *   'gen_ai.provider.name': 'anthropic',
 *   'http.response.status_code': 404,
 *   'error.type': 'not_found_error',
 *   'anthropic.error.message': 'model: claude-sonet-4-6',
 * })?.id; // 'request.model_not_found'
 */
export function diagnose(attributes: AttributesLike, span?: SpanInfo): Diagnosis | undefined {
  if (!isCall(attributes)) return undefined;
  const [primary, ...also] = findingsOf(facts(attributes, span));
  return primary === undefined ? undefined : { ...primary, also };
}

/** Every finding on a call, the verdict first. */
export function findingsOf(known: Facts): readonly Finding[] {
  const found = (known.failure === undefined ? mild : rules).flatMap((rule) => {
    const evidence = rule.match(known);
    return evidence === undefined ? [] : [{ rule, evidence }];
  });
  if (found.length === 0) return [];
  // "Not recognised" is true only when nothing else explains the failure.
  const explained = found.some(({ rule }) => rule.severity === 'error' && rule.specificity > 0);
  const ids = new Set(found.map(({ rule }) => rule.id));
  return found
    .filter(({ rule }) => !(explained && rule.specificity === 0))
    .sort((a, b) => compare(a.rule, b.rule, ids))
    .map(({ rule, evidence }) => finding(rule, evidence, known));
}

/**
 * The order of verdicts: a consequence comes after its cause, then by severity, step, and how closely the rule looks.
 * What is still equal keeps the catalogue's order.
 */
export function compare(a: Rule, b: Rule, found: ReadonlySet<RuleId>): number {
  const consequence = (rule: Rule) => (rule.dependsOn?.some((id) => found.has(id)) ? 1 : 0);
  return (
    consequence(a) - consequence(b) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    stepOf(a.id) - stepOf(b.id) ||
    b.specificity - a.specificity
  );
}

function finding(rule: Rule, evidence: readonly string[], known: Facts): Finding {
  const { id, severity, specificity, action, retryable } = rule;
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

// The checklist with its options: the catalogue, custom rules, thresholds and severities.
import type { Severity } from '@sevenstep/semantic-conventions';
import { isThenable } from '@sevenstep/wire';
import { diagnoseWith } from './catalogue.ts';
import type { Diagnosis } from './diagnosis/diagnosis.ts';
import type { Facts, SpanInfo } from './facts/facts.ts';
import { checkedRules, checkedSeverities } from './options.ts';
import { patterns } from './patterns/index.ts';
import { cores as catalogue } from './rules/cores.ts';
import type { RuleCore } from './rules/rule.ts';
import type { AttributesLike } from './spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds, withThresholds } from './thresholds.ts';

/** The options of a checklist. Each has a default that leaves the catalogue as it is. */
export interface ChecklistOptions {
  /**
   * Custom rules. One that looks as closely as a rule of the catalogue, on the same step, comes first.
   *
   * @default []
   */
  readonly rules?: readonly RuleCore[] | undefined;
  /**
   * Figures that make a call that succeeded odd.
   *
   * @default {@link DEFAULT_THRESHOLDS}
   * @example thresholds: { nearLimitShare: 0.2 }
   */
  readonly thresholds?: Partial<Thresholds> | undefined;
  /**
   * Other severities by rule id; `off` silences a rule. They change what is written, not the order of findings.
   *
   * @default {}
   * @example severity: { 'response.stream_abandoned': 'off', 'response.refusal': 'info' }
   */
  readonly severity?: Readonly<Record<string, Severity | 'off'>> | undefined;
  /**
   * Called when a rule of {@link ChecklistOptions.rules} throws, which then has found nothing. It must not throw.
   *
   * @default undefined
   * @example onRuleError: (id, problem) => console.error(id, problem)
   */
  readonly onRuleError?: ((id: string, problem: unknown) => void) | undefined;
}

/** A checklist with its options applied. */
export interface Checklist {
  /** All rules, custom rules first. */
  readonly rules: readonly RuleCore[];
  /** The function {@link diagnose} with these options. */
  diagnose(attributes: AttributesLike, span?: SpanInfo): Diagnosis | undefined;
}

/**
 * A checklist with options.
 *
 * @throws TypeError that names the option and what is wrong with it.
 * @example
 * const checklist = createChecklist({ severity: { 'response.paused': 'off' } });
 * checklist.diagnose(span.attributes)?.id;
 */
export function createChecklist(options: ChecklistOptions = {}): Checklist {
  const own = checkedRules(options.rules, catalogue).map((rule) => neverThrowing(rule, options.onRuleError));
  const given = checkedSeverities(options.severity, [...own, ...catalogue, ...patterns]);
  const thresholds = withThresholds(DEFAULT_THRESHOLDS, options.thresholds);
  const rules = [...own, ...catalogue].filter(({ id }) => given[id] !== 'off');
  const severityOf = (rule: RuleCore): Severity => {
    const other = given[rule.id];
    return other === undefined || other === 'off' ? rule.severity : other;
  };
  // A custom rule may read any fact.
  const skipsHealthy = own.every(({ severity }) => severity === 'error');
  return { rules, diagnose: diagnoseWith({ rules, thresholds, severityOf, skipsHealthy }) };
}

/** A custom rule that throws, or that returns a promise, finds nothing, and the other rules still run. */
function neverThrowing(rule: RuleCore, onRuleError: ChecklistOptions['onRuleError']): RuleCore {
  const safe = <Result>(run: () => Result, otherwise: Result): Result => {
    try {
      const result: unknown = run();
      if (!isThenable(result)) return result as Result;
      // An unhandled rejection would end the process.
      Promise.resolve(result).then(undefined, (problem) => onRuleError?.(rule.id, problem));
      throw new TypeError('a rule must not be async');
    } catch (problem) {
      onRuleError?.(rule.id, problem);
      return otherwise;
    }
  };
  const { retryable } = rule;
  const text = (part: 'summary' | 'cause' | 'fix') => {
    const given = rule[part];
    return typeof given === 'string' ? given : (facts: Facts) => safe(() => given(facts), rule.id);
  };
  return {
    ...rule,
    retryable: typeof retryable === 'boolean' ? retryable : (facts) => safe(() => retryable(facts), false),
    summary: text('summary'),
    cause: text('cause'),
    fix: text('fix'),
    match: (facts) => safe(() => rule.match(facts), undefined),
  };
}

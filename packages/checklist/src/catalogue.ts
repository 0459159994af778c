// Diagnoses calls by the catalogue. `checklist.ts` has already checked the user's options.
import type { Severity } from '@sevenstep/semantic-conventions';
import type { Diagnosis } from './diagnosis/diagnosis.ts';
import { readTelemetry } from './dialects/index.ts';
import type { SpanInfo } from './facts/facts.ts';
import { looksHealthy } from './facts/looks-healthy.ts';
import { readFacts } from './facts/read-facts.ts';
import { findingsOf } from './findings/find.ts';
import { closestFirst } from './findings/order.ts';
import { cores as catalogue } from './rules/cores.ts';
import type { RuleCore } from './rules/rule.ts';
import type { AttributesLike } from './spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

/** The rules and settings of a diagnosis. */
export interface DiagnosedWith {
  readonly thresholds: Thresholds;
  /** The catalogue, with custom rules first. */
  readonly rules?: readonly RuleCore[];
  readonly severityOf?: (rule: RuleCore) => Severity;
  /** Whether a call that looks healthy skips all rules. */
  readonly skipsHealthy?: boolean;
}

/** The type of {@link diagnose}. */
export function diagnoseWith({
  thresholds,
  rules = catalogue,
  severityOf = ({ severity }) => severity,
  skipsHealthy = true,
}: DiagnosedWith): typeof diagnose {
  const all = closestFirst(rules);
  // Rules with severity `error` match only failed calls, so a successful call needs only the others.
  const mild = all.filter(({ severity }) => severity !== 'error');
  return (given, span) => {
    // JavaScript callers may pass any value.
    if (typeof given !== 'object' || given === null) return undefined;
    const { role, attributes, statusMessage } = readTelemetry({
      attributes: given,
      statusMessage: span?.statusMessage,
    });
    if (role !== 'call' && role !== 'step') return undefined;
    if (skipsHealthy && looksHealthy(attributes, thresholds)) return undefined;
    const facts = readFacts(
      attributes,
      statusMessage === span?.statusMessage ? span : { ...span, statusMessage },
      thresholds,
    );
    const [primary, ...also] = findingsOf(facts, facts.failure === undefined ? mild : all, severityOf);
    return primary === undefined ? undefined : { ...primary, also };
  };
}

const standard = diagnoseWith({ thresholds: DEFAULT_THRESHOLDS });

/**
 * Says what went wrong with a call and what to do about it.
 *
 * Pure: no I/O, no clock, no state. Attributes of the wrong type count as absent; it never throws.
 *
 * @param attributes the attributes of a call's span, live or stored
 * @param span other facts of the span
 * @returns `undefined` for a healthy call and for a span that is not a call of Claude
 * @example
 * diagnose({
 *   'gen_ai.provider.name': 'anthropic',
 *   'http.response.status_code': 404,
 *   'error.type': 'not_found_error',
 *   'anthropic.error.message': 'model: claude-sonet-4-6',
 * })?.id; // 'request.model_not_found'
 */
export function diagnose(attributes: AttributesLike, span?: SpanInfo): Diagnosis | undefined {
  return standard(attributes, span);
}

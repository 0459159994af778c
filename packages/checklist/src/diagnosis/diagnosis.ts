// The type of a diagnosis, and its attributes on a span.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Finding } from '../findings/finding.ts';
import { pageOf } from '../ids/released.ts';

/** The diagnosis of a call: its first finding, and the others in `also`, in order. */
export interface Diagnosis extends Finding {
  readonly also: readonly Finding[];
}

/**
 * A diagnosis as span attributes.
 *
 * @param docs the URL of a copy of the repository, with a slash at its end. If it is set, a link to the page is added.
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

/**
 * Whether the failure of a step around calls that went well is that of another call, whose span is missing: a rule
 * recognises it. Else it may be the framework's own, as when it cannot use an answer.
 */
export const tellsOfCall = (diagnosis: Diagnosis | undefined): boolean =>
  diagnosis !== undefined && diagnosis.specificity > 0;

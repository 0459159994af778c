// Reads a call from its spans: times, attempts and diagnosis.
import {
  diagnose,
  type Finding,
  findPattern,
  findRule,
  joinFacts,
  readFacts,
  readString,
  readStrings,
  withAttempts,
} from '@sevenstep/checklist';
import { ACTIONS, CHECKS, SEVERITIES, type SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Span } from '../spans/span.ts';
import type { CallTrace, TimedSpan } from './waterfall.ts';

export interface Call extends CallTrace {
  /** The call's span with the most facts, plus the facts that only the other spans have. */
  readonly span: Span;
  /** Spans of the same call by other instrumentations or services. */
  readonly others: readonly Span[];
  readonly seconds: number;
  /** The diagnosis; `undefined` for a healthy call. */
  readonly finding: Finding | undefined;
  /** Ids of the call's other findings. */
  readonly also: readonly string[];
  /** Ids of the spans in which the failure was logged. */
  readonly loggedIn?: readonly string[];
}

export function callOf(best: Span, attempts: readonly TimedSpan[] = [], others: readonly Span[] = []): Call {
  const span = { ...best, ...joinFacts(best, others) };
  const { statusMessage } = span;
  const attributes = withAttempts(span.attributes, attempts, statusMessage);
  const seconds = Math.max(0, span.end - span.start) / 1000;
  const diagnosis = diagnose(attributes, { durationSeconds: seconds, statusMessage });
  const written = writtenFinding(attributes);
  // A custom rule of the application is more specific than the catalogue. A pattern over many calls is not.
  const finding = written && !findPattern(written.id) ? written : (diagnosis ?? written);
  const also = [
    ...(diagnosis?.also.map(({ id }) => id) ?? []),
    // A pattern over many calls is on the span that completed it, which may be any span of the call.
    ...[span, ...others].flatMap((one) => writtenIds(one.attributes)).filter(isPattern),
  ];
  return {
    span,
    others,
    call: timed(span),
    attempts,
    seconds,
    finding,
    also: [...new Set(also)].filter((id) => id !== finding?.id),
  };
}

/** The known number of HTTP requests; at least 1. */
export const requestsOf = ({ span, attempts }: Call): number =>
  Math.max(readFacts(span.attributes).attempts, attempts.length);

const writtenIds = (attributes: Span['attributes']): (string | undefined)[] => [
  readString(attributes, 'anthropic.diagnosis.id'),
  ...readStrings(attributes, 'anthropic.diagnosis.also'),
];

const isPattern = (id: string | undefined): id is string => id !== undefined && findPattern(id) !== undefined;

/** Attributes of stored spans may have any type, and this only displays them. */
export const timed = ({ name, attributes, statusMessage, start, end }: Span): TimedSpan => ({
  name,
  attributes: attributes as SpanAttributes,
  statusMessage,
  start,
  end,
});

/** A finding on the span that a single call cannot show: a pattern over many calls, or a rule that this program lacks. */
function writtenFinding(attributes: Span['attributes']): Finding | undefined {
  const id = readString(attributes, 'anthropic.diagnosis.id');
  const check = CHECKS.find((name) => id?.startsWith(`${name}.`));
  if (id === undefined || check === undefined || findRule(id)) return undefined;
  return {
    id: id as Finding['id'],
    step: CHECKS.indexOf(check) + 1,
    check,
    severity: SEVERITIES.find((one) => one === attributes['anthropic.diagnosis.severity']) ?? 'warning',
    specificity: 3,
    summary: readString(attributes, 'anthropic.diagnosis.summary') ?? '',
    cause: readString(attributes, 'anthropic.diagnosis.cause') ?? '',
    fix: readString(attributes, 'anthropic.diagnosis.fix') ?? '',
    action: ACTIONS.find((one) => one === attributes['anthropic.diagnosis.action']) ?? 'none',
    retryable: attributes['anthropic.diagnosis.retryable'] === true,
    evidence: readStrings(attributes, 'anthropic.diagnosis.evidence'),
  };
}

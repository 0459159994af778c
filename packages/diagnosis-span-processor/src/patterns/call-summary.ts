// The facts of an ended call that the pattern detectors read.
import type { AttributesLike, Diagnosis } from '@sevenstep/checklist';
import type { ReadableSpanLike } from '../spans/span-types.ts';

export interface CallSummary {
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly traceId: string | undefined;
  readonly attributes: AttributesLike;
  /** The number of retries. */
  readonly retries: number;
  /** The call's own diagnosis, if it has one. */
  readonly diagnosis: Pick<Diagnosis, 'id' | 'check'> | undefined;
  readonly failed: boolean;
  /** Whether the response is complete. The application may have stopped the call before that. */
  readonly answered: boolean;
  /** Identifies the request and its server; undefined if the request has no fingerprint. */
  readonly fingerprint: string | undefined;
}

/** Seconds by which a synchronized clock may be ahead. `mostAhead` of the gateway is the same. */
const MOST_AHEAD = 10;

/** Whether a time is not in the future. Otherwise the detectors would ignore all calls until that time. */
const isPlausible = (seconds: number, latest: number): boolean =>
  Number.isFinite(seconds) && Math.abs(seconds) < latest;

/** The summary of a call; `undefined` if the span has no times, or impossible ones. */
export function summarizeCall(
  span: ReadableSpanLike,
  attributes: AttributesLike,
  diagnosis: Diagnosis | undefined,
): CallSummary | undefined {
  const { startTime, endTime } = span;
  if (startTime === undefined || endTime === undefined) return undefined;
  const startedAt = startTime[0] + startTime[1] / 1e9;
  const endedAt = endTime[0] + endTime[1] / 1e9;
  const latest = Date.now() / 1000 + MOST_AHEAD;
  if (!isPlausible(startedAt, latest) || !isPlausible(endedAt, latest)) return undefined;
  const fingerprint = attributes['anthropic.request.fingerprint'];
  const retries = attributes['http.request.resend_count'];
  return {
    startedAt,
    endedAt,
    traceId: span.spanContext?.().traceId,
    attributes,
    retries: typeof retries === 'number' && retries > 0 ? retries : 0,
    diagnosis,
    failed: attributes['error.type'] !== undefined,
    answered: isAnswered(attributes),
    fingerprint:
      typeof fingerprint === 'string' && fingerprint !== ''
        ? `${fingerprint} ${serverOf(attributes)}`
        : undefined,
  };
}

/** Whether the stop reason arrived, which comes last in a response. The finish reason `error` means that none came. */
function isAnswered(attributes: AttributesLike): boolean {
  const reasons = attributes['gen_ai.response.finish_reasons'];
  const hasReason = Array.isArray(reasons) ? reasons[0] !== 'error' : reasons !== undefined;
  return (
    attributes['gen_ai.operation.name'] !== 'chat' ||
    hasReason ||
    attributes['anthropic.message.stop_reason'] !== undefined
  );
}

/** Provider, host and port: an outage of one server says nothing about another. */
export function serverOf(attributes: AttributesLike): string {
  const { 'gen_ai.provider.name': provider, 'server.address': host, 'server.port': port } = attributes;
  return `${provider} ${host}:${port}`;
}

/** Whether the call, or one of its attempts, got a 429. */
export function metLimit({ attributes }: CallSummary): boolean {
  if (attributes['http.response.status_code'] === 429) return true;
  const reasons = attributes['anthropic.retry.reasons'];
  return Array.isArray(reasons) && reasons.some((reason) => reason === '429 rate_limit');
}

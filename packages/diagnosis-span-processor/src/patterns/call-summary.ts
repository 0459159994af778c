// The parts of an ended call that the detectors of patterns read.
import type { AttributesLike, Diagnosis } from '@sevenstep/checklist';
import type { ReadableSpanLike } from '../spans/span-types.ts';

export interface CallSummary {
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly traceId: string | undefined;
  readonly attributes: AttributesLike;
  /** Requests sent again. */
  readonly retries: number;
  /** Its diagnosis, when there is one. */
  readonly diagnosis: Pick<Diagnosis, 'id' | 'check'> | undefined;
  readonly failed: boolean;
  /** Whether the answer came to its end: the application may have stopped the call before. */
  readonly answered: boolean;
  /** Stands for the request and where it went: the same for the same request to the same server. */
  readonly fingerprint: string | undefined;
}

/** Clocks that follow a time server differ by less, in seconds. `mostAhead` of the gateway is the same. */
const MOST_AHEAD = 10;

/** A call of the future would be the newest until then: the detectors would see none before it. */
const isPlausible = (seconds: number, latest: number): boolean =>
  Number.isFinite(seconds) && Math.abs(seconds) < latest;

/** The call of a span; nothing when the span has no times, or times that cannot be. */
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

/** The reason why a message stopped is the last that its answer says; `error` stands for one that never came. */
function isAnswered(attributes: AttributesLike): boolean {
  const reasons = attributes['gen_ai.response.finish_reasons'];
  const hasReason = Array.isArray(reasons) ? reasons[0] !== 'error' : reasons !== undefined;
  return (
    attributes['gen_ai.operation.name'] !== 'chat' ||
    hasReason ||
    attributes['anthropic.message.stop_reason'] !== undefined
  );
}

/** Another provider or host may be healthy where this one is not. */
export function serverOf(attributes: AttributesLike): string {
  const { 'gen_ai.provider.name': provider, 'server.address': host, 'server.port': port } = attributes;
  return `${provider} ${host}:${port}`;
}

/** Whether the call, or an attempt of it, met a 429. */
export function metLimit({ attributes }: CallSummary): boolean {
  if (attributes['http.response.status_code'] === 429) return true;
  const reasons = attributes['anthropic.retry.reasons'];
  return Array.isArray(reasons) && reasons.some((reason) => reason === '429 rate_limit');
}

// Recognises failures that spans have already reported, by request id, span or trace.
import { readString } from '@sevenstep/checklist';
import { KEPT } from '../bounds.ts';
import type { Call } from '../calls/call.ts';
import { idKey } from '../calls/trace.ts';
import type { TextError } from './text-error.ts';

/** The calls that spans report. */
export class ReportedCalls {
  readonly #keys = new Set<string>();

  add(call: Call): void {
    for (const key of ownKeys(failureOfCall(call))) {
      this.#keys.delete(key);
      this.#keys.add(key);
    }
    while (this.#keys.size > KEPT.reported) forgetOldest(this.#keys);
  }

  /** Whether the error is the failure of a reported call. */
  has(error: TextError): boolean {
    return soughtKeys(failureOfError(error)).some((key) => this.#keys.has(key));
  }
}

/** The identifiers of a failure. */
interface Failure {
  readonly requestIds: readonly string[];
  /** Traces and spans, which other failures may share. */
  readonly places: readonly string[];
  /** The spans of the call itself, which no other call has. */
  readonly spans: readonly string[];
}

export function failureOfCall({ span, others, attempts, finding, loggedIn = [] }: Call): Failure {
  if (finding === undefined) return { requestIds: [], places: [], spans: [] };
  const own = [span, ...others];
  return {
    requestIds: [...own, ...attempts]
      .map(({ attributes }) => readString(attributes, 'anthropic.request.id'))
      .filter((id) => id !== undefined),
    places: [
      // The code that caught the error logs it in a span around the call.
      ...own.map(({ traceId }) => `${idKey(traceId)} ${finding.id}`),
      ...loggedIn.map((spanId) => spanKey(span.traceId, spanId)),
    ],
    spans: own.map(({ traceId, spanId }) => spanKey(traceId, spanId)),
  };
}

export const failureOfError = ({ requestId, traceId, spanId, candidates }: TextError): Failure => ({
  requestIds: requestId === undefined ? [] : [requestId],
  places:
    traceId === undefined
      ? []
      : [
          ...(spanId === undefined ? [] : [spanKey(traceId, spanId)]),
          ...candidates.map(({ id }) => `${idKey(traceId)} ${id}`),
        ],
  spans: [],
});

const spanKey = (traceId: string, spanId: string): string => `${idKey(traceId)} ${idKey(spanId)}`;

/** The keys under which a failure is stored. */
export function ownKeys({ requestIds, places, spans }: Failure): readonly string[] {
  const by = requestIds.length > 0 ? NAMED : UNNAMED;
  return unique([...requestIds, ...spans.map(OWN), ...places.map(by)]);
}

/** The keys under which the same failure may be stored. Failures with different request ids are always different. */
export function soughtKeys({ requestIds, places, spans }: Failure): readonly string[] {
  const by = requestIds.length > 0 ? [OWN, UNNAMED] : [OWN, UNNAMED, NAMED];
  return unique([
    ...requestIds,
    // An attempt without a span is logged in the span of its call.
    ...[UNNAMED, NAMED].flatMap((of) => spans.map(of)),
    ...by.flatMap((of) => places.map(of)),
  ]);
}

/** Kinds of keys: for a failure with a request id, for one without, and for a call's own span. */
const NAMED = (place: string): string => `${place} with id`;
const UNNAMED = (place: string): string => `${place} without id`;
const OWN = (place: string): string => `${place} itself`;

const unique = (keys: readonly string[]): readonly string[] => [...new Set(keys)];

/** Deletes the first key, because sets and maps keep the order of insertion. */
export function forgetOldest(keys: Set<string> | Map<string, unknown>): void {
  const oldest = keys.keys().next();
  if (oldest.done !== true) keys.delete(oldest.value);
}

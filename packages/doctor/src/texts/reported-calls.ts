// Failures that are reported already, known again by request id, span or trace.
import { readString } from '@sevenstep/checklist';
import { KEPT } from '../bounds.ts';
import type { Call } from '../calls/call.ts';
import { idKey } from '../calls/trace.ts';
import type { TextError } from './text-error.ts';

/** Calls that spans report. */
export class ReportedCalls {
  readonly #keys = new Set<string>();

  add(call: Call): void {
    for (const key of keysOfCall(call)) {
      this.#keys.delete(key);
      this.#keys.add(key);
    }
    while (this.#keys.size > KEPT.reported) forgetOldest(this.#keys);
  }

  /** Whether the error is the failure of one of these calls. */
  has(error: TextError): boolean {
    return keysOfError(error).some((key) => this.#keys.has(key));
  }
}

/** The keys that a call shares with an error of the same failure. */
export function keysOfCall({ span, others, attempts, finding, loggedIn = [] }: Call): readonly string[] {
  if (finding === undefined) return [];
  const requestIds = [span, ...others, ...attempts].map(({ attributes }) =>
    readString(attributes, 'anthropic.request.id'),
  );
  const places = [span, ...others].flatMap(({ traceId, spanId }) => [
    `${idKey(traceId)} ${idKey(spanId)}`,
    // The code that caught the error logs it in a span around the call.
    `${idKey(traceId)} ${finding.id}`,
  ]);
  const logged = loggedIn.map((spanId) => `${idKey(span.traceId)} ${idKey(spanId)}`);
  return [...new Set([...requestIds.filter((id) => id !== undefined), ...places, ...logged])];
}

export function keysOfError({ requestId, traceId, spanId, candidates }: TextError): readonly string[] {
  const trace = traceId === undefined ? undefined : idKey(traceId);
  return [
    ...(requestId === undefined ? [] : [requestId]),
    ...(trace === undefined || spanId === undefined ? [] : [`${trace} ${idKey(spanId)}`]),
    ...(trace === undefined ? [] : candidates.map(({ id }) => `${trace} ${id}`)),
  ];
}

/** Deletes the first key: sets and maps keep the order in which keys came. */
export function forgetOldest(keys: Set<string> | Map<string, unknown>): void {
  const oldest = keys.keys().next();
  if (oldest.done !== true) keys.delete(oldest.value);
}

// How a call went, from its attempts and what was thrown: `error.type`, status message and retry facts. Pure.
import type { KeyShape, RetryOutcome, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  type ErrorFacts,
  errorFacts,
  type Failure,
  failureHeaderAttributes,
  keyShape,
  rateLimitAttributes,
} from '@sevenstep/wire';
import { heldKey } from '../attributes/held-key.ts';
import { proxyUse } from '../attributes/proxy.ts';
import type { SdkClient, SdkRequestOptions } from '../sdk/sdk-internals.ts';
import { waitAfter } from '../telemetry/attempt-spans.ts';
import { type Attempt, isTimeout } from './attempt.ts';

/**
 * The failure of a call that threw `error`; `undefined` when the application gave up on it itself, which is no
 * failure (HTTP conventions). A deadline of `AbortSignal.timeout()` is one.
 */
export function thrownFailure(
  error: unknown,
  attempts: readonly Attempt[],
  client: SdkClient,
  { signal, headers }: SdkRequestOptions,
): Failure | undefined {
  const last = attempts.at(-1);
  if (signal?.aborted || isUserAbort(error)) {
    if (!isTimeout(signal?.reason)) return undefined;
    const message = deadlineMessage(last);
    return { type: 'client_timeout_error', message, attributes: { 'anthropic.error.message': message } };
  }
  const facts = errorFacts(error, last?.sentText);
  const message = facts.message ?? last?.message;
  const causeCode = facts.causeCode ?? (facts.status === undefined ? last?.causeCode : undefined);
  return {
    type: errorType(facts, last),
    message,
    attributes: {
      'anthropic.error.code': facts.apiCode,
      'anthropic.error.message': message,
      'anthropic.error.cause_code': causeCode,
      'anthropic.error.body': facts.body,
      'anthropic.request.proxy': last && last.status === undefined ? proxyUse(client, last.url) : undefined,
      'anthropic.auth.key_shape': concernsTheKey(facts, attempts)
        ? keyShapeOf(heldKey(client, headers), last)
        : undefined,
    },
  };
}

/** The deadline, and what the SDK was waiting to try again after. */
function deadlineMessage(last: Attempt | undefined): string {
  const message = "The deadline of the application's AbortSignal.timeout() passed";
  if (!isRefused(last)) return message;
  const refusal = `${last.status} ${last.message ?? ''}`.trim();
  return `${message} while the SDK waited to retry after ${refusal}`.slice(0, MAX_MESSAGE_LENGTH);
}

/** Whether an attempt got an error response. */
const isRefused = (attempt: Attempt | undefined): attempt is Attempt =>
  attempt?.failure !== undefined && attempt.status !== undefined;

/** `error.type`, in the words of the SDK's own spans where the API gave none. */
function errorType(facts: ErrorFacts, last: Attempt | undefined): string {
  if (facts.apiType !== undefined) return facts.apiType;
  if (facts.status !== undefined) return String(facts.status);
  if (last?.failure === 'timeout') return 'client_timeout_error';
  // The SDK reads these words as a timeout, too (`makeRequest`, `src/client.ts`).
  if (last?.failure === 'connection') {
    return /timed? ?out/i.test(last.message ?? '') ? 'client_timeout_error' : 'connection_error';
  }
  return last?.status === undefined ? 'client_error' : 'response_interrupted';
}

/** 401, 403, or refused before anything was sent: by the SDK, or by undici because of a header. */
const concernsTheKey = (facts: ErrorFacts, attempts: readonly Attempt[]): boolean =>
  facts.status === 401 ||
  facts.status === 403 ||
  attempts.length === 0 ||
  (facts.causeCode === 'UND_ERR_INVALID_ARG' && /^invalid \S+ header$/.test(facts.message ?? ''));

/**
 * The shape of the key the client holds, or, where it gets one anew for each request, of the one that was sent. A
 * client that holds none and sent nothing may have been about to get one.
 */
function keyShapeOf(held: string | undefined, last: Attempt | undefined): KeyShape | undefined {
  return held === undefined ? last?.keyShape : keyShape(held);
}

/** SDK 0.x gives every error the name `Error`; the class's own name is left. */
const isUserAbort = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'APIUserAbortError' || error.constructor.name === 'APIUserAbortError');

/** That of `anthropic.error.message`. */
const MAX_MESSAGE_LENGTH = 512;

/** What the attempts say of every call. `gaveUp`: the application's signal was aborted. */
export function attemptAttributes(attempts: readonly Attempt[], gaveUp: boolean): SpanAttributes | undefined {
  const last = attempts.at(-1);
  if (!last) return gaveUp ? { 'anthropic.retry.outcome': 'aborted' } : undefined;
  const resent = attempts.length > 1;
  return {
    'http.response.status_code': last.status,
    ...last.identity,
    // What happened before the application gave up is not lost with it. A failure has a message of its own.
    'anthropic.error.message': gaveUp && isRefused(last) ? last.message : undefined,
    'http.request.resend_count': resent ? attempts.length - 1 : undefined,
    'anthropic.retry.outcome': retryOutcome(attempts, gaveUp),
    'anthropic.retry.reasons': resent ? attempts.slice(0, -1).map((attempt) => attempt.reason) : undefined,
  };
}

/** What the attempts say of a call that failed, was retried, was cut, or came near a limit. */
export function attemptDetails(
  attempts: readonly Attempt[],
  failed: boolean,
  gaveUp: boolean,
): readonly (SpanAttributes | undefined)[] {
  const last = attempts.at(-1);
  if (!last) return [];
  const resent = attempts.length > 1;
  const isFailure = failed || (gaveUp && isRefused(last));
  return [
    {
      'anthropic.retry.after': last.retryAfter,
      'anthropic.retry.delay': resent ? waited(attempts) : undefined,
      'anthropic.request.timeout': last.timeoutMs / 1000,
      'anthropic.ratelimit.exhausted': resent || isFailure ? exhaustedLimits(attempts) : undefined,
    },
    isFailure && last.headers ? failureHeaderAttributes(last.headers, last.sentText) : undefined,
    rateLimitAttributes(last.rateLimits),
  ];
}

/** A failure after the response's headers (of its body or stream) is none that the SDK retries. */
function retryOutcome(attempts: readonly Attempt[], gaveUp: boolean): RetryOutcome | undefined {
  const last = attempts.at(-1);
  if (last?.failure === undefined) return attempts.length > 1 ? 'recovered' : undefined;
  // The application ended it: during the attempt, or while the SDK was waiting for the next.
  if (gaveUp) return 'aborted';
  return last.retryable ? 'exhausted' : 'not_retryable';
}

/** The limits at 0 on an attempt that got a 429. */
function exhaustedLimits(attempts: readonly Attempt[]): string[] | undefined {
  const limited = attempts.filter((attempt) => attempt.status === 429);
  const kinds = limited.flatMap((attempt) =>
    attempt.rateLimits
      .filter(({ remaining, utilization = 0 }) => remaining === 0 || utilization >= 1)
      .map(({ kind }) => kind),
  );
  return kinds.length > 0 ? [...new Set(kinds)] : undefined;
}

/** Seconds that were spent between attempts. */
function waited(attempts: readonly Attempt[]): number {
  const waits = attempts.map((_, index) => waitAfter(attempts, index) ?? 0);
  return Math.round(waits.reduce((total, wait) => total + wait, 0) * 1e6) / 1e6;
}

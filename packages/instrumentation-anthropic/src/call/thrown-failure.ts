// Why a call failed that threw: `error.type`, the status message and what the checks need to know. Pure.
import type { KeyShape } from '@sevenstep/semantic-conventions';
import { type ErrorFacts, errorFacts, type Failure, keyShape, MAX_MESSAGE_LENGTH } from '@sevenstep/wire';
import { heldKey } from '../attributes/held-key.ts';
import { proxyUse } from '../attributes/proxy.ts';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { type Attempt, isRefused, isTimeout } from './attempt.ts';

/**
 * The failure of a call that threw `error`; `undefined` when the application gave up on it itself, which is no
 * failure (HTTP conventions). A deadline of `AbortSignal.timeout()` is one.
 *
 * @param isOfBody whether a response was there that is no error: then reading its body failed. Else what was thrown after a
 * response is of a middleware.
 */
export function thrownFailure(
  error: unknown,
  attempts: readonly Attempt[],
  client: SdkClient,
  { signal, headers }: SdkRequestOptions,
  isOfBody: boolean,
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
    type: errorType(facts, last, isOfBody),
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

/** The deadline, and the failure of the attempt before. */
function deadlineMessage(last: Attempt | undefined): string {
  const message = "The deadline of the application's AbortSignal.timeout() passed";
  if (!isRefused(last)) return message;
  const refusal = `${last.status} ${last.message ?? ''}`.trim();
  return `${message} while the SDK waited to retry after ${refusal}`.slice(0, MAX_MESSAGE_LENGTH);
}

/** `error.type`, in the words of the SDK's own spans where the API gave none. */
function errorType(facts: ErrorFacts, last: Attempt | undefined, isOfBody: boolean): string {
  if (facts.apiType !== undefined) return facts.apiType;
  if (facts.status !== undefined) return String(facts.status);
  if (last?.failure === 'timeout') return 'client_timeout_error';
  // The SDK reads these words as a timeout, too (`makeRequest`, `src/client.ts`).
  if (last?.failure === 'connection') {
    return /timed? ?out/i.test(last.message ?? '') ? 'client_timeout_error' : 'connection_error';
  }
  return isOfBody ? 'response_interrupted' : 'client_error';
}

/** 401, 403, or refused before anything was sent: by the SDK, or by undici because of a header. */
const concernsTheKey = (facts: ErrorFacts, attempts: readonly Attempt[]): boolean =>
  facts.status === 401 ||
  facts.status === 403 ||
  attempts.length === 0 ||
  (facts.causeCode === 'UND_ERR_INVALID_ARG' && /^invalid \S+ header$/.test(facts.message ?? ''));

/**
 * The shape of the client's key. If the client gets a key for each request, the shape of the sent key. A client without
 * both may have been about to get one.
 */
function keyShapeOf(held: string | undefined, last: Attempt | undefined): KeyShape | undefined {
  return held === undefined ? last?.keyShape : keyShape(held);
}

/** SDK 0.x gives every error the name `Error`; the class's own name is left. */
const isUserAbort = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'APIUserAbortError' || error.constructor.name === 'APIUserAbortError');

// Why a call failed that threw: `error.type`, the status message and what the checks need to know.
import type { KeyShape } from '@sevenstep/semantic-conventions';
import {
  type ErrorFacts,
  errorFacts,
  type Failure,
  field,
  keyShape,
  MAX_MESSAGE_LENGTH,
} from '@sevenstep/wire';
import { heldKey } from '../attributes/held-key.ts';
import { proxyUse } from '../attributes/proxy.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkClient, SdkRequestOptions } from '../sdk-objects.ts';
import { type Attempt, isRefused, isTimeout } from './attempt.ts';

/**
 * The failure of a call that threw `error`; `undefined` when the application gave up on it itself, which is no
 * failure (HTTP conventions). A deadline of `AbortSignal.timeout()` is one.
 *
 * @param last the attempt that decides the call; absent where none was made.
 * @param isOfBody whether a response was there that is no error: then reading its body failed. Else what was thrown after a
 * response is of a middleware.
 */
export function thrownFailure(
  error: unknown,
  last: Attempt | undefined,
  client: SdkClient,
  options: SdkRequestOptions,
  isOfBody: boolean,
): Failure | undefined {
  try {
    return readFailure(error, last, client, options, isOfBody);
  } catch (problem) {
    // An error of the application can throw when it is read. The call has failed all the same.
    stepFailed('reading a failure', problem);
    const { message, causeCode } = last ?? {};
    return {
      type: errorType({ status: isRefused(last) ? last.status : undefined }, last, isOfBody),
      message,
      attributes: { 'anthropic.error.message': message, 'anthropic.error.cause_code': causeCode },
    };
  }
}

function readFailure(
  error: unknown,
  last: Attempt | undefined,
  client: SdkClient,
  { signal, headers }: SdkRequestOptions,
  isOfBody: boolean,
): Failure | undefined {
  if (isGivenUp(error, signal)) return undefined;
  if (isStopped(error, signal)) {
    const message = deadlineMessage(last);
    return { type: 'client_timeout_error', message, attributes: { 'anthropic.error.message': message } };
  }
  const facts = last?.isThrown ? thrownFacts(last) : errorFacts(error, last?.sentText);
  const message = facts.message ?? last?.message;
  const causeCode = facts.causeCode ?? (facts.status === undefined ? last?.causeCode : undefined);
  return {
    type: errorType(facts, last, isOfBody && !isMistake(error)),
    message,
    attributes: {
      'anthropic.error.code': facts.apiCode,
      'anthropic.error.message': message,
      'anthropic.error.cause_code': causeCode,
      'anthropic.error.body': facts.body,
      'anthropic.request.proxy':
        last && last.status === undefined
          ? guard('looking for a proxy', () => proxyUse(client, last.url))
          : undefined,
      'anthropic.auth.key_shape': concernsTheKey(facts, last)
        ? guard('looking for a key', () => keyShapeOf(last, client, headers))
        : undefined,
    },
  };
}

/** The error that the SDK made knows neither status nor body. */
const thrownFacts = ({ status, apiErrorType, message }: Attempt): ErrorFacts => ({
  status,
  apiType: apiErrorType,
  message,
});

/** Whether the application gave up itself. Its deadline is no such case. @param signal of the application. */
export const isGivenUp = (error: unknown, signal: unknown): boolean =>
  isStopped(error, signal) && !isTimeout(field(signal, 'reason'));

/** Whether the application's signal ended the call. */
const isStopped = (error: unknown, signal: unknown): boolean =>
  field(signal, 'aborted') === true || isUserAbort(error);

/** The deadline, and the failure of the attempt before. */
function deadlineMessage(last: Attempt | undefined): string {
  const message = "The deadline of the application's AbortSignal.timeout() passed";
  if (!isRefused(last)) return message;
  const refusal = `${last.status} ${last.message ?? ''}`.trim();
  return `${message} while the SDK waited to retry after ${refusal}`.slice(0, MAX_MESSAGE_LENGTH);
}

/** The words of V8, JavaScriptCore and SpiderMonkey for a mistake in a program, and those for a body that is read twice. */
const MISTAKE =
  /\bis not (?:a function|a constructor|an object|defined|iterable|extensible)\b|\bcannot (?:read|set|delete|access|destructure|convert)\b|\bhas no properties\b|\b(?:is unusable|been (?:used|read)|already (?:used|read)|used already|disturbed|locked)\b/i;

/** Whether the application or a library around the SDK has made a mistake: no connection breaks in such words. */
const isMistake = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:Type|Reference|Range)Error$/.test(error.name) &&
  error.cause === undefined &&
  MISTAKE.test(error.message);

/** `error.type`, in the words of the SDK's own spans where the API gave none. @param isOfBody whether the body broke. */
function errorType(facts: ErrorFacts, last: Attempt | undefined, isOfBody: boolean): string {
  if (facts.apiType !== undefined) return facts.apiType;
  if (facts.status !== undefined) return String(facts.status);
  if (last?.failure === 'timeout') return 'client_timeout_error';
  // The SDK reads these words as a timeout, too (`makeRequest`, `src/client.ts`).
  if (last?.failure === 'connection' && !last.isUnanswered) {
    return /timed? ?out/i.test(last.message ?? '') ? 'client_timeout_error' : 'connection_error';
  }
  return isOfBody ? 'response_interrupted' : 'client_error';
}

/** 401, 403, or refused before anything was sent: by the SDK, or by undici because of a header. */
const concernsTheKey = (facts: ErrorFacts, last: Attempt | undefined): boolean =>
  facts.status === 401 ||
  facts.status === 403 ||
  last === undefined ||
  (facts.causeCode === 'UND_ERR_INVALID_ARG' && /^invalid \S+ header$/.test(facts.message ?? ''));

/** The shape of the sent key; before anything was sent that of the client's, which may have been about to get one. */
function keyShapeOf(
  last: Attempt | undefined,
  client: SdkClient,
  headers: SdkRequestOptions['headers'],
): KeyShape | undefined {
  if (last) return last.keyShape;
  const held = heldKey(client, headers);
  return held === undefined ? undefined : keyShape(held);
}

/** SDK 0.x gives every error the name `Error`; the class's own name is left. */
const isUserAbort = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'APIUserAbortError' || error.constructor.name === 'APIUserAbortError');

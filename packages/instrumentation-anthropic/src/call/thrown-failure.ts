// Describes why a call threw: `error.type`, the status message, and the facts for the checks.
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
 * The failure of a call that threw `error`; `undefined` if the application aborted the call, which is not a failure (HTTP
 * conventions). A deadline set with `AbortSignal.timeout()` is a failure.
 *
 * @param last the attempt that decides the call; undefined if none was made.
 * @param isOfBody whether a successful response had come, so that reading its body failed. Otherwise an error after a
 * response is a middleware's.
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
    // Reading an application's error can throw. The call has failed in any case.
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

/** The facts of the error response that `fetch` threw: the SDK's error has neither status nor body. */
const thrownFacts = ({ status, apiErrorType, message }: Attempt): ErrorFacts => ({
  status,
  apiType: apiErrorType,
  message,
});

/** Whether the application aborted the call, other than by a deadline. @param signal the application's signal. */
export const isGivenUp = (error: unknown, signal: unknown): boolean =>
  isStopped(error, signal) && !isTimeout(field(signal, 'reason'));

/** Whether the application's signal ended the call. */
const isStopped = (error: unknown, signal: unknown): boolean =>
  field(signal, 'aborted') === true || isUserAbort(error);

/** Names the deadline, and the rejection that the SDK was waiting to retry. */
function deadlineMessage(last: Attempt | undefined): string {
  const message = "The deadline of the application's AbortSignal.timeout() passed";
  if (!isRefused(last)) return message;
  const refusal = `${last.status} ${last.message ?? ''}`.trim();
  return `${message} while the SDK waited to retry after ${refusal}`.slice(0, MAX_MESSAGE_LENGTH);
}

/** How V8, JavaScriptCore and SpiderMonkey word a programming error, and how `fetch` words a body that is read twice. */
const MISTAKE =
  /\bis not (?:a function|a constructor|an object|defined|iterable|extensible)\b|\bcannot (?:read|set|delete|access|destructure|convert)\b|\bhas no properties\b|\b(?:is unusable|been (?:used|read)|already (?:used|read)|used already|disturbed|locked)\b/i;

/** Whether the error is a programming error of the application or a library. Connection errors use other words. */
const isMistake = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:Type|Reference|Range)Error$/.test(error.name) &&
  error.cause === undefined &&
  MISTAKE.test(error.message);

/** `error.type`: the API's, else the word of the SDK's own spans. @param isOfBody whether reading the body failed. */
function errorType(facts: ErrorFacts, last: Attempt | undefined, isOfBody: boolean): string {
  if (facts.apiType !== undefined) return facts.apiType;
  if (facts.status !== undefined) return String(facts.status);
  if (last?.failure === 'timeout') return 'client_timeout_error';
  // The SDK also treats these words as a timeout (`makeRequest`, `src/client.ts`).
  if (last?.failure === 'connection' && !last.isUnanswered) {
    return /timed? ?out/i.test(last.message ?? '') ? 'client_timeout_error' : 'connection_error';
  }
  return isOfBody ? 'response_interrupted' : 'client_error';
}

/** Whether the status is 401 or 403, or the SDK or undici refused to send the request, undici because of a header. */
const concernsTheKey = (facts: ErrorFacts, last: Attempt | undefined): boolean =>
  facts.status === 401 ||
  facts.status === 403 ||
  last === undefined ||
  (facts.causeCode === 'UND_ERR_INVALID_ARG' && /^invalid \S+ header$/.test(facts.message ?? ''));

/** The shape of the key that was sent; if nothing was sent, the shape of the key that the client holds. */
function keyShapeOf(
  last: Attempt | undefined,
  client: SdkClient,
  headers: SdkRequestOptions['headers'],
): KeyShape | undefined {
  if (last) return last.keyShape;
  const held = heldKey(client, headers);
  return held === undefined ? undefined : keyShape(held);
}

/** In SDK 0.x the `name` of every error is `Error`, so the name of its class is read. */
const isUserAbort = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'APIUserAbortError' || error.constructor.name === 'APIUserAbortError');

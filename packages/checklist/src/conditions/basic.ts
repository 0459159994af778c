// Small named tests of the facts, from which rules are built.
import type { AttemptFailure, KeyShape } from '@sevenstep/semantic-conventions';
import type { Facts, RetriedAttempt } from '../facts/facts.ts';
import type { RuleId } from '../ids/rule-id.ts';
import * as phrases from '../phrases/index.ts';
import { CODES } from './api-codes.ts';
import { credentialsFault } from './credentials.ts';

/** An error response of the API, its platform or an unknown server. */
export const isApiAnswer = ({ failure, foreign }: Facts): boolean => failure === 'answer' && !foreign;

/** Whether the call's error code, with its status, means this rule. */
export function codedAs(facts: Facts, id: RuleId): boolean {
  const { apiStatus, errorCode } = facts;
  return errorCode !== undefined && isApiAnswer(facts) && CODES.get(`${apiStatus} ${errorCode}`) === id;
}

/** An error response with this status, or with this error type if the span has no status. */
export function answered(facts: Facts, status: number, type: string): boolean {
  if (!isApiAnswer(facts)) return false;
  return facts.apiStatus === undefined ? facts.errorType === type : facts.apiStatus === status;
}

/** An error response with this status and this type. */
export function answeredAs(facts: Facts, status: number, type: string): boolean {
  return answered(facts, status, type) && facts.errorType === type;
}

/** An error type, or the API's code, that names a situation by itself, with any 5xx status. */
export function hasDecidingErrorType(facts: Facts): boolean {
  const { errorType } = facts;
  return (
    errorType === 'overloaded_error' || errorType === 'timeout_error' || saysAny(facts, phrases.overloaded)
  );
}

/** The parts that a phrase captures from a failed call's sentence. */
export function says(facts: Facts, phrase: RegExp): Readonly<Record<string, string | undefined>> | undefined {
  return facts.failure === undefined ? undefined : phrases.findPhrase(phrase, facts.sentence);
}

/** A 400 of the API, or another platform's rejection with the same sentence. */
export function isBadRequest(facts: Facts): boolean {
  return answered(facts, 400, 'invalid_request_error');
}

/** Whether the call's sentence has one of these phrases. */
export function saysAny(facts: Facts, ...sentences: readonly RegExp[]): boolean {
  return sentences.some((phrase) => says(facts, phrase) !== undefined);
}

/** A bad request that is about this rule: its code says so, or one of these phrases. */
export function badRequestAbout(facts: Facts, id: RuleId, ...sentences: readonly RegExp[]): boolean {
  return codedAs(facts, id) || (isBadRequest(facts) && saysAny(facts, ...sentences));
}

/**
 * A 401 about the key itself, which has one of these shapes. A 401 has other reasons too, such as an expired token or
 * calls from a browser; those say so.
 */
export function keyRefused(facts: Facts, ...shapes: readonly KeyShape[]): boolean {
  return (
    answered(facts, 401, 'authentication_error') &&
    shapes.some((shape) => shape === facts.keyShape) &&
    (facts.sentence === '' || saysAny(facts, phrases.keyRejected) || saysAny(facts, phrases.headerRequired))
  );
}

/** The connection to the API failed with one of these codes before a response, not a library's request for credentials. */
export function connectionFailed(facts: Facts, codes: RegExp): boolean {
  return (
    facts.failure === 'connection' &&
    facts.causeCode !== undefined &&
    codes.test(facts.causeCode) &&
    credentialsFault(facts) === undefined
  );
}

/** The process could not reach the host directly. Through a proxy, such a failure is about the proxy. */
export function directConnectionFailed(facts: Facts, codes: RegExp): boolean {
  return !throughProxy(facts) && connectionFailed(facts, codes);
}

/** All connections of the call go to a proxy. */
export const throughProxy = ({ proxy }: Facts): boolean => proxy === 'client' || proxy === 'process';

/** The attempts that failed for one of these reasons before one succeeded; empty for a call that did not recover. */
export function recoveredFrom(
  facts: Facts,
  ...failures: readonly AttemptFailure[]
): readonly RetriedAttempt[] {
  const recovered =
    facts.retryOutcome === 'recovered' || (facts.retryOutcome === undefined && facts.failure === undefined);
  return recovered ? facts.retried.filter(({ failure }) => failures.some((one) => one === failure)) : [];
}

/** An attempt that got a response, because its reason begins with a status. */
export const wasAnswered = ({ code }: RetriedAttempt): boolean => /^[1-5]\d\d$/.test(code);

/** A stream that ended without an error and without any event. */
export const isWithoutEvents = ({ failure, stream }: Facts): boolean =>
  failure === 'stream' && stream.outcome === 'incomplete' && stream.events === 0;

/** The longest wait for an event of the stream, in seconds. */
export const longestSilence = ({ stream }: Facts): number =>
  stream.longestGapSeconds ?? stream.silenceSeconds ?? 0;

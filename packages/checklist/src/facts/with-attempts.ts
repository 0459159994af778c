// Adds facts that a call's span lacks from the spans of its attempts, by an HTTP client or a retrying framework.
import type { AttemptFailure, SpanAttributes } from '@sevenstep/semantic-conventions';
import { responseFailure } from '@sevenstep/wire';
import { isOwnCall } from '../spans/own-spans.ts';
import { type AttributesLike, readNumber, readString } from '../spans/read-attributes.ts';
import { classOf, typeOfClass } from './error-class.ts';
import { breaksAnswer, connectionCodeIn } from './error-sentence.ts';
import type { Facts } from './facts.ts';
import { STATUS_OF_TYPE } from './failure-stage.ts';
import { readFacts } from './read-facts.ts';

/** The span of one attempt, under the names of the conventions. */
export interface AttemptSpan {
  readonly attributes: AttributesLike;
  readonly statusMessage?: string | undefined;
}

/** Error types without meaning. */
const NO_TYPES: ReadonlySet<unknown> = new Set(['_OTHER', 'Error', 'TypeError']);

/**
 * The attributes of a call with facts of its attempts added: why the earlier ones failed, and the last one's status or code.
 * The call's own facts stay. Our own span already has its attempts.
 *
 * @param attempts all attempts of the call, in order
 * @param sentence the failure's sentence, if the call's span has one
 */
export function withAttempts(
  attributes: AttributesLike,
  attempts: readonly AttemptSpan[],
  sentence?: string,
): AttributesLike {
  const last = attempts.at(-1);
  if (last === undefined || isOwnCall(attributes)) return attributes;
  const added = {
    ...retriesOf(attempts.slice(0, -1)),
    ...(isFailedCall(attributes) ? endOf(attributes, last, sentence) : brokenOff(attributes, last)),
  };
  const news = Object.entries(added).filter(
    ([name, value]) => value !== undefined && (attributes[name] === undefined || name === 'error.type'),
  );
  return news.length === 0 ? attributes : { ...attributes, ...Object.fromEntries(news) };
}

const isFailedCall = (attributes: AttributesLike): boolean => attributes['error.type'] !== undefined;

/** A successful request before another one was not an attempt of the same call. */
function retriesOf(earlier: readonly AttemptSpan[]): SpanAttributes {
  const reasons = earlier.map(reasonOf);
  const failed = reasons.filter((reason) => reason !== undefined);
  return failed.length === 0 || failed.length < reasons.length
    ? {}
    : { 'http.request.resend_count': failed.length, 'anthropic.retry.reasons': failed };
}

function endOf(
  attributes: AttributesLike,
  { attributes: last, statusMessage }: AttemptSpan,
  sentence: string | undefined,
): SpanAttributes {
  const status = readNumber(last, 'http.response.status_code');
  const isUnsaid = !sentence && NO_TYPES.has(attributes['error.type']);
  // For an error response, the HTTP client knows only the status.
  const words =
    isUnsaid && (status ?? 0) < 300 && statusMessage ? { 'anthropic.error.message': statusMessage } : {};
  if (status !== undefined) return { 'http.response.status_code': status, ...words };
  if (UNSENT.test(statusMessage ?? '')) return { 'anthropic.error.message': "Illegal header value b''" };
  const code = connectionCodeIn(statusMessage ?? '');
  if (code !== undefined && (NO_TYPES.has(attributes['error.type']) || isConnectionError(attributes)))
    return { 'error.type': 'connection_error', 'anthropic.error.cause_code': code };
  // A request that ended with neither a response nor an error was cancelled.
  return isUnsaid && last['error.type'] === undefined ? { 'error.type': 'connection_error' } : words;
}

/** A broken stream, on whose span the application seems to have read everything. */
function brokenOff(
  attributes: AttributesLike,
  { attributes: last, statusMessage = '' }: AttemptSpan,
): SpanAttributes {
  const isWhole =
    attributes['gen_ai.response.finish_reasons'] !== undefined ||
    attributes['gen_ai.usage.output_tokens'] !== undefined;
  if (isWhole || last['error.type'] === undefined) return {};
  if (connectionCodeIn(statusMessage) === undefined && !breaksAnswer(statusMessage)) return {};
  return {
    'error.type': '_OTHER',
    'anthropic.error.message': statusMessage,
    'http.response.status_code': readNumber(last, 'http.response.status_code'),
  };
}

/** h11's, with the value behind it: mostly the key, which goes nowhere else. */
const UNSENT = /\bIllegal header value b['"]/;

/** The SDK's, which keeps the cause to itself. */
const isConnectionError = (attributes: AttributesLike): boolean => {
  const type = readString(attributes, 'error.type');
  return type === 'connection_error' || typeOfClass(classOf(type)) === 'connection_error';
};

/** As on our own calls: the status or the code, then its meaning. */
function reasonOf({ attributes, statusMessage }: AttemptSpan): string | undefined {
  const facts = readFacts(attributes, { statusMessage });
  const failure = failureOf(facts);
  if (failure === undefined) return undefined;
  const { status = STATUS_OF_TYPE.get(facts.errorType ?? ''), causeCode, errorType } = facts;
  return `${status ?? causeCode ?? errorType ?? '_OTHER'} ${failure}`;
}

function failureOf({ failure, foreign, status, errorType }: Facts): AttemptFailure | undefined {
  if (failure === undefined) return undefined;
  if (foreign) return 'gateway';
  if (failure === 'connection') return errorType === 'client_timeout_error' ? 'timeout' : 'connection';
  const known = status ?? STATUS_OF_TYPE.get(errorType ?? '');
  // The API answers with no 502.
  return known === undefined ? 'server' : responseFailure(known, known !== 502);
}

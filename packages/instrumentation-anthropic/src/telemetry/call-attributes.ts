// The attributes of a call's span at its end, the most important first.
import type { ErrorType, RetryOutcome, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  failureHeaderAttributes,
  field,
  isEcho,
  type MessageFacts,
  messageAttributes,
  rateLimitAttributes,
  requestedUrl,
  type StreamRecord,
  seconds,
  withoutEchoes,
  withoutKeys,
} from '@sevenstep/wire';
import { bodySize } from '../attributes/body-size.ts';
import { assignDefined } from '../attributes/defined.ts';
import { fingerprint } from '../attributes/fingerprint.ts';
import { readBody } from '../attributes/read-body.ts';
import { requestAttributes } from '../attributes/request.ts';
import { requestShape } from '../attributes/shape.ts';
import { type Attempt, isRefused } from '../call/attempt.ts';
import type { Call } from '../call/call.ts';
import { addPreviousNames } from '../gen-ai-names.ts';
import { guard, stepFailed } from '../guard.ts';

/** The facts of the answer, and the time until it began: for the metrics, the agent and the span of a call. */
export function measuredAttributes(call: Call): SpanAttributes {
  const { stream, failure, settings } = call;
  const facts = answerFacts(call);
  const measured = messageAttributes(facts);
  const firstEventAt = stream?.record.firstEventAt;
  if (firstEventAt !== undefined)
    measured['gen_ai.response.time_to_first_chunk'] = seconds(firstEventAt - call.startedAt);
  measured['error.type'] = failure?.type;
  if (facts.stopReason === undefined && brokeOff(call))
    measured['gen_ai.response.finish_reasons'] = ['error'];
  if (settings.genAiNames !== 'latest') addPreviousNames(measured);
  return measured;
}

/** The facts of the answer so far, without what repeats the request. */
export function answerFacts(call: Call): MessageFacts {
  const { message, stream, attributes } = call;
  const facts = message ?? stream?.record.message ?? {};
  return withoutEchoes(facts, attributes['gen_ai.request.model'], () => call.lastAttempt?.sentText);
}

/**
 * Whether a message began and broke off, for any reason: by the conventions its finish reason is `error`. A rejected call,
 * or a call with another answer, generated no message.
 */
function brokeOff(call: Call): boolean {
  const { route, stream, message, failure, lastAttempt } = call;
  if (route.operation !== 'chat') return false;
  if (stream) return stream.record.outcome !== 'completed';
  if (message || lastAttempt?.status === undefined || lastAttempt.failure) return false;
  return failure ? failure.type !== MALFORMED : call.isGivenUp;
}

const COUNT_TOKENS = '/v1/messages/count_tokens';
const MALFORMED: ErrorType = 'malformed_response';

/** All that the span gets at its end, as one. */
export function endAttributes(call: Call, mayHaveFailedBefore: boolean): SpanAttributes {
  const end: SpanAttributes = {};
  describeEnd(call, mayHaveFailedBefore, (more) => assignDefined(end, more));
  return end;
}

/**
 * Passes the span's attributes at its end to `add`. The most important come first: a span takes a limited number of
 * attributes. Explaining attributes are only on calls with something to explain.
 *
 * @param mayHaveFailedBefore whether the same request may have failed a short time ago.
 */
export function describeEnd(
  call: Call,
  mayHaveFailedBefore: boolean,
  add: (attributes: SpanAttributes) => void,
): void {
  const { client, route, failure, stream, measured, options } = call;
  const gaveUp = call.isGivenUp;
  const failed = failure !== undefined;
  const isNotable = failed || gaveUp || isOdd(call);
  add(attemptAttributes(call, gaveUp));
  if (failure) add(failure.attributes);
  if (stream) add(isNotable ? streamAttributes(call, stream.record) : stream.record.brief());
  // An answer without content is recorded. The number of blocks in other answers says little, and no metric has it.
  if (!isNotable && measured['anthropic.message.content_blocks'] !== 0)
    measured['anthropic.message.content_blocks'] = undefined;
  add(measured);
  if (route.template === COUNT_TOKENS)
    add({ 'anthropic.message.count_tokens.input_tokens': asCount(field(call.body, 'input_tokens')) });
  add(urlAttributes(call));
  if (failed || mayHaveFailedBefore) {
    const facts = guard('describing a request', () => requestFacts(call, failed));
    if (facts) add(facts);
  }
  try {
    add(requestAttributes(route, client, options));
  } catch (problem) {
    // A body with getters that throw is a reason of a failure, which is still to be written.
    stepFailed('reading a request', problem);
  }
  if (!isNotable) return;
  add(details(call, failed, gaveUp));
  add({ 'anthropic.request.max_retries': asCount(options.maxRetries ?? client.maxRetries) });
}

/** Those of a stream. Its names of events and blocks are a server's words. */
function streamAttributes({ endedAt = 0, lastAttempt }: Call, record: StreamRecord): SpanAttributes {
  const attributes = record.attributes(endedAt);
  const { 'anthropic.stream.last_event': last, 'anthropic.stream.open_block': open } = attributes;
  const kept = (word = ''): string | undefined =>
    word === '' || (!USUAL_WORDS.test(word) && isEcho([word], lastAttempt?.sentText)) ? undefined : word;
  attributes['anthropic.stream.last_event'] = kept(last);
  attributes['anthropic.stream.open_block'] = kept(open);
  return attributes;
}

/** Names of the API. */
const USUAL_WORDS = /^(?:(?:message|content_block)_(?:start|delta|stop)|ping|error|text|thinking|tool_use)$/;

/** Stop reasons of answers that are whole. */
const WHOLE_STOPS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'end_turn',
  'tool_use',
  'stop_sequence',
]);

/** Whether a call that did not fail was retried, was cut, waited long, or came near a limit. */
function isOdd({ settings, attempts, stream, message }: Call): boolean {
  if (attempts.length !== 1) return true;
  const { record } = stream ?? {};
  if (!WHOLE_STOPS.has((message ?? record?.message)?.stopReason)) return true;
  if (record && (record.outcome !== 'completed' || record.hasWaited || record.hasTruncatedToolInput))
    return true;
  return attempts.some((attempt) => attempt.isNearLimit(settings.nearLimitShare));
}

/** `server.*` where a client has learned it, or a middleware changed it, after the call had begun. */
export function learnedServer({ attributes, attempts }: Call): SpanAttributes | undefined {
  const [first] = attempts;
  if (!first) return undefined;
  const { server } = requestedUrl(first.requestedUrl);
  const { 'server.address': address, 'server.port': port } = server;
  const isKnown = address === attributes['server.address'] && port === attributes['server.port'];
  return address === undefined || isKnown ? undefined : server;
}

/** The URL of the first attempt. The SDK's own stays, without keys, unless there was a redirect, which the SDK does not see. */
function urlAttributes({ attempts: [first], span }: Call): SpanAttributes {
  if (!first) return NOTHING;
  const { url } = requestedUrl(first.requestedUrl);
  const { attributes } = (span ?? {}) as { readonly attributes?: SpanAttributes };
  const { 'url.full': written, 'url.path': path } = attributes ?? NOTHING;
  const isRedirected = first.url !== first.requestedUrl;
  const full = written === undefined ? url['url.full'] : rewritten(written);
  return {
    'url.full': isRedirected ? first.redirectedUrl : full,
    'url.path': path === undefined ? undefined : rewritten(path),
  };
}

/** An address that has a key, without it. */
function rewritten(address: string): string | undefined {
  const clean = withoutKeys(address);
  return clean === address ? undefined : clean;
}

const NOTHING: SpanAttributes = {};

/**
 * For a failure, the facts of the request that a support ticket needs, never its content. For a success that may be the
 * request of a recent failure, its fingerprint.
 */
function requestFacts({ options, lastAttempt }: Call, failed: boolean): SpanAttributes | undefined {
  const given = options.body;
  if (given === undefined) return undefined;
  const body = readBody(given, lastAttempt?.body);
  return {
    'anthropic.request.fingerprint': fingerprint(body),
    'anthropic.request.shape': failed ? requestShape(body) : undefined,
    'anthropic.request.size': failed ? bodySize(lastAttempt?.body) : undefined,
  };
}

/** The facts of the attempts for every call. `gaveUp`: the application ended the call itself. */
function attemptAttributes(call: Call, gaveUp: boolean): SpanAttributes {
  const { attempts, lastAttempt: last, failure } = call;
  const identity = last?.identity;
  const resent = attempts.length > 1;
  return {
    'error.type': failure?.type,
    'http.response.status_code': last?.status,
    'anthropic.request.id': identity?.['anthropic.request.id'],
    'anthropic.organization.id': identity?.['anthropic.organization.id'],
    'anthropic.workspace.id': identity?.['anthropic.workspace.id'],
    // Keeps the message of the failure before the application gave up. A failed call has its own message.
    'anthropic.error.message': gaveUp && isRefused(last) ? last.message : undefined,
    'http.request.resend_count': resent ? attempts.length - 1 : undefined,
    'anthropic.retry.outcome': retryOutcome(call, gaveUp),
    'anthropic.retry.reasons': resent
      ? attempts.filter((attempt) => attempt !== last).map((attempt) => attempt.reason)
      : undefined,
  };
}

/** More facts of the attempts, for a call that failed, was retried, was cut, or came near a limit. */
function details(
  { attempts, lastAttempt: last, settings }: Call,
  failed: boolean,
  gaveUp: boolean,
): SpanAttributes {
  if (!last) return NOTHING;
  const isResent = attempts.length > 1;
  const isFailure = failed || (gaveUp && isRefused(last));
  return {
    'anthropic.retry.after': last.retryAfter,
    'anthropic.retry.delay': isResent ? waited(attempts) : undefined,
    'anthropic.request.timeout': last.timeoutMs / 1000,
    'anthropic.ratelimit.exhausted': isResent || isFailure ? exhaustedLimits(attempts) : undefined,
    ...(isFailure && last.headers && failureHeaderAttributes(last.headers, last.sentText)),
    // Of any other call the gauges have them.
    ...((failed || gaveUp || last.isNearLimit(settings.nearLimitShare)) &&
      rateLimitAttributes(last.rateLimits)),
  };
}

/** The SDK does not retry a failure after the headers, of the body or the stream. */
function retryOutcome(
  { attempts, lastAttempt: last, error, failure }: Call,
  gaveUp: boolean,
): RetryOutcome | undefined {
  if (last === undefined) return gaveUp ? 'aborted' : undefined;
  if (last.failure === undefined) {
    // An error that is not a failure, thrown while the body was read, is the application's abort.
    if (error !== undefined && failure === undefined) return 'aborted';
    return attempts.length > 1 ? 'recovered' : undefined;
  }
  // The application ended it: during the attempt, or while the SDK was waiting for the next.
  if (gaveUp) return 'aborted';
  return last.retryable ? 'exhausted' : 'not_retryable';
}

/** The limits at 0 on an attempt that got a 429. */
function exhaustedLimits(attempts: readonly Attempt[]): string[] | undefined {
  const limited = attempts.filter((attempt) => attempt.status === 429);
  const kinds = limited.flatMap(({ headerFacts }) => headerFacts?.usedUp ?? []);
  return kinds.length > 0 ? [...new Set(kinds)] : undefined;
}

/** Seconds that were spent between attempts. */
function waited(attempts: readonly Attempt[]): number {
  const total = attempts.reduce((sum, { waitSeconds = 0 }) => sum + waitSeconds, 0);
  return Math.round(total * 1e6) / 1e6;
}

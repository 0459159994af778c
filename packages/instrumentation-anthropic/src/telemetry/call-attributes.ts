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

/** The facts of the response and the time to its first event, for the call's metrics, agent and span. */
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

/** The facts of the response so far, without values that repeat text of the request. */
export function answerFacts(call: Call): MessageFacts {
  const { message, stream, attributes } = call;
  const facts = message ?? stream?.record.message ?? {};
  return withoutEchoes(facts, attributes['gen_ai.request.model'], call.lastAttempt);
}

/**
 * Whether a message began and broke off, so that the conventions call its finish reason `error`. A rejected call, or a
 * response that is not a message, did not begin one.
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

/** All attributes that the span gets at its end. */
export function endAttributes(call: Call, mayHaveFailedBefore: boolean): SpanAttributes {
  const end: SpanAttributes = {};
  describeEnd(call, mayHaveFailedBefore, (more) => assignDefined(end, more));
  return end;
}

/**
 * Passes the attributes of the span's end to `add`, the most important first, because a span has an attribute limit. Only a
 * call that failed or was odd gets the details.
 *
 * @param mayHaveFailedBefore whether the same request may have failed recently.
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
  // For a healthy call, record the number of blocks only if it is 0. Other numbers say little.
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
    // A getter that throws may be why the call failed. The rest must still be written.
    stepFailed('reading a request', problem);
  }
  if (!isNotable) return;
  add(details(call, failed, gaveUp));
  add({ 'anthropic.request.max_retries': asCount(options.maxRetries ?? client.maxRetries) });
}

/** The attributes of a stream. A server chooses the names of events and blocks, so an unusual name may be an echo. */
function streamAttributes({ endedAt = 0, lastAttempt }: Call, record: StreamRecord): SpanAttributes {
  const attributes = record.attributes(endedAt);
  const { 'anthropic.stream.last_event': last, 'anthropic.stream.open_block': open } = attributes;
  const kept = (word = ''): string | undefined =>
    word === '' || (!USUAL_WORDS.test(word) && isEcho([word], lastAttempt?.sentText)) ? undefined : word;
  attributes['anthropic.stream.last_event'] = kept(last);
  attributes['anthropic.stream.open_block'] = kept(open);
  return attributes;
}

/** Names that the API uses. */
const USUAL_WORDS = /^(?:(?:message|content_block)_(?:start|delta|stop)|ping|error|text|thinking|tool_use)$/;

/** Stop reasons of complete responses. */
const WHOLE_STOPS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'end_turn',
  'tool_use',
  'stop_sequence',
]);

/** Whether a call that did not fail was retried, truncated, slow in its stream, or near a limit. */
function isOdd({ settings, attempts, stream, message }: Call): boolean {
  if (attempts.length !== 1) return true;
  const { record } = stream ?? {};
  if (!WHOLE_STOPS.has((message ?? record?.message)?.stopReason)) return true;
  if (record && (record.outcome !== 'completed' || record.hasWaited || record.hasTruncatedToolInput))
    return true;
  return attempts.some((attempt) => attempt.isNearLimit(settings.nearLimitShare));
}

/** `server.*`, if a client learned it or a middleware changed it after the call began. */
export function learnedServer({ attributes, attempts }: Call): SpanAttributes | undefined {
  const [first] = attempts;
  if (!first) return undefined;
  const { server } = requestedUrl(first.requestedUrl);
  const { 'server.address': address, 'server.port': port } = server;
  const isKnown = address === attributes['server.address'] && port === attributes['server.port'];
  return address === undefined || isKnown ? undefined : server;
}

/** The URL of the first attempt. Keeps the URL that the SDK wrote, minus keys, unless a redirect changed it unseen by the SDK. */
function urlAttributes({ attempts: [first], span }: Call): SpanAttributes {
  if (!first) return NOTHING;
  const { url } = requestedUrl(first.requestedUrl);
  const { attributes } = (span ?? {}) as { readonly attributes?: SpanAttributes };
  const { 'url.full': written, 'url.path': path } = attributes ?? NOTHING;
  const isRedirected = first.url !== first.requestedUrl;
  const { 'url.full': clean } = url;
  // The SDK's own is mostly clean, and comparing it is faster than cleaning it.
  const full = written === undefined ? clean : written === clean ? undefined : rewritten(written);
  return {
    'url.full': isRedirected ? first.redirectedUrl : full,
    'url.path': path === undefined ? undefined : rewritten(path),
  };
}

/** `address` without its keys; `undefined` if it has none. */
function rewritten(address: string): string | undefined {
  const clean = withoutKeys(address);
  return clean === address ? undefined : clean;
}

const NOTHING: SpanAttributes = {};

/**
 * For a failure, the facts of the request that a support ticket needs, without its content. For a success that may repeat a
 * recent failure, only its fingerprint.
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

/** The facts of the attempts that every call gets. @param gaveUp whether the application ended the call. */
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
    // The rejection before the application gave up. A failed call has its own message.
    'anthropic.error.message': gaveUp && isRefused(last) ? last.message : undefined,
    'http.request.resend_count': resent ? attempts.length - 1 : undefined,
    'anthropic.retry.outcome': retryOutcome(call, gaveUp),
    'anthropic.retry.reasons': resent
      ? attempts.filter((attempt) => attempt !== last).map((attempt) => attempt.reason)
      : undefined,
  };
}

/** More facts of the attempts, for a call that failed or was odd. */
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
    // For other calls the gauges have the limits.
    ...((failed || gaveUp || last.isNearLimit(settings.nearLimitShare)) &&
      rateLimitAttributes(last.rateLimits)),
  };
}

/** How retrying ended. The SDK does not retry a failure of the body or the stream. */
function retryOutcome(
  { attempts, lastAttempt: last, error, failure }: Call,
  gaveUp: boolean,
): RetryOutcome | undefined {
  if (last === undefined) return gaveUp ? 'aborted' : undefined;
  if (last.failure === undefined) {
    // An error without a failure means that the application aborted while the body was read.
    if (error !== undefined && failure === undefined) return 'aborted';
    return attempts.length > 1 ? 'recovered' : undefined;
  }
  // The application aborted during the attempt, or while the SDK waited for the next.
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

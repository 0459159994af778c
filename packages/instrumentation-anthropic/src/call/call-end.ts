// How a call ended, from everything its recorder has gathered: the attributes its span gets, and its metrics.
import { type Attributes, type Context, trace } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  type Failure,
  type MessageFacts,
  messageAttributes,
  type RateLimit,
  redirectedUrl,
  requestedUrl,
  type StreamRecord,
  seconds,
  streamFailure,
  withoutEchoes,
} from '@sevenstep/wire';
import { bodySize } from '../attributes/body-size.ts';
import { fingerprint } from '../attributes/fingerprint.ts';
import { readBody } from '../attributes/read-body.ts';
import { requestShape } from '../attributes/shape.ts';
import { guard } from '../guard.ts';
import { attemptErrorType, waitAfter } from '../telemetry/attempt-spans.ts';
import type { Attempt } from './attempt.ts';
import { attemptAttributes, attemptDetails } from './call-result.ts';
import type { CallStart } from './call-start.ts';

/** What is known of a call when it is over. */
export interface EndedCall {
  readonly start: CallStart;
  readonly attempts: readonly Attempt[];
  readonly stream: StreamRecord | undefined;
  readonly message: MessageFacts | undefined;
  /** Of an answer that is no message. */
  readonly answer: SpanAttributes | undefined;
  /** What was thrown, or a body that is none of the API's; a stream's failure is its own. */
  readonly failure: Failure | undefined;
  /** On the monotonic clock. */
  readonly endedAt: number;
  readonly context: Context;
}

/** Why the call failed, if it did. */
export const failureOf = ({ failure, stream, attempts }: EndedCall): Failure | undefined =>
  failure ?? (stream && streamFailure(stream, attempts.at(-1)?.sentText));

/** What the span of a call gets at its end. */
export interface EndAttributes {
  /** What its metrics, and the loop it belongs to, need, too. */
  readonly measured: SpanAttributes;
  /** All of them, for a span that is recorded. */
  readonly all: readonly (SpanAttributes | undefined)[];
}

export function endAttributes(
  call: EndedCall,
  failure: Failure | undefined,
  isRecorded: boolean,
): EndAttributes {
  const { start, attempts, stream, message, endedAt } = call;
  const server = learnedServer(call);
  Object.assign(start.attributes, server);
  if (failure) start.recentFailures.failed(sentBy(call));
  const measured: SpanAttributes = messageAttributes(
    withoutEchoes(
      message ?? stream?.message ?? {},
      start.attributes['gen_ai.request.model'],
      () => attempts.at(-1)?.sentText,
    ),
  );
  measured['gen_ai.response.time_to_first_chunk'] = timeToFirstChunk(call);
  measured['error.type'] = failure?.type;
  if (!isRecorded) return { measured, all: [] };
  const gaveUp = start.options.signal?.aborted ?? false;
  const failed = failure !== undefined;
  const isNotable = failed || gaveUp || isOdd(call);
  // What matters first comes first: a span takes a limited number of attributes.
  return {
    measured,
    all: [
      { 'error.type': failure?.type },
      attemptAttributes(attempts, gaveUp),
      failure?.attributes,
      isNotable ? stream?.attributes(endedAt) : stream?.brief(),
      isNotable ? measured : { ...measured, 'anthropic.message.content_blocks': emptyOnly(measured) },
      call.answer,
      server,
      urlAttributes(call),
      guard('describing a request', () => requestFacts(call, failed)),
      ...(isNotable ? attemptDetails(attempts, failed, gaveUp) : NOTHING),
      isNotable ? retriesAllowed(start) : undefined,
    ],
  };
}

const NOTHING: readonly undefined[] = [];

/** Stop reasons of answers that are whole. */
const USUAL_STOPS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'end_turn',
  'tool_use',
  'stop_sequence',
]);

/** Whether a call that did not fail was retried, was cut, waited long, or came near a limit. */
function isOdd({ start, attempts, stream, message }: EndedCall): boolean {
  if (attempts.length !== 1) return true;
  if (!USUAL_STOPS.has((message ?? stream?.message)?.stopReason)) return true;
  if (stream && (stream.outcome !== 'completed' || stream.hasWaited || stream.hasTruncatedToolInput))
    return true;
  return attempts.some(({ rateLimits }) =>
    rateLimits.some((limit) => isNear(limit, start.settings.nearLimitShare)),
  );
}

/** As `limits.near` of the checklist has it. */
const isNear = ({ limit, remaining, utilization }: RateLimit, share: number): boolean =>
  utilization !== undefined
    ? 1 - utilization < share
    : limit !== undefined && limit > 0 && remaining !== undefined && remaining < limit * share;

/** An answer without content is told of; how many blocks another has says little. */
const emptyOnly = ({ 'anthropic.message.content_blocks': blocks }: SpanAttributes): number | undefined =>
  blocks === 0 ? 0 : undefined;

const retriesAllowed = ({ client, options }: CallStart): SpanAttributes => ({
  'anthropic.request.max_retries': asCount(options.maxRetries ?? client.maxRetries),
});

/** `server.*` where a client has learned it, or a middleware changed it, after the call had begun. */
function learnedServer({ start, attempts }: EndedCall): SpanAttributes | undefined {
  const [first] = attempts;
  if (!first) return undefined;
  const { server } = requestedUrl(first.requestedUrl);
  const { 'server.address': address, 'server.port': port } = server;
  const isKnown = address === start.attributes['server.address'] && port === start.attributes['server.port'];
  return address === undefined || isKnown ? undefined : server;
}

/** The URL of the first attempt; what the SDK has written of it stays, but for a redirect, which it does not see. */
function urlAttributes({ attempts: [first], context }: EndedCall): SpanAttributes | undefined {
  if (!first) return undefined;
  const { url } = requestedUrl(first.requestedUrl);
  const isRedirected = first.url !== first.requestedUrl;
  if (isRedirected) return { ...url, 'url.full': redirectedUrl(first.url) };
  const span = trace.getSpan(context) as { readonly attributes?: Attributes } | undefined;
  return span?.attributes?.['url.full'] === undefined ? url : undefined;
}

/** Records the metrics of a call, whether or not its span is recorded. */
export function measure({ start, attempts, stream, endedAt, context }: EndedCall, end: SpanAttributes): void {
  start.metrics.callEnded({
    start: start.attributes,
    end,
    durationSeconds: seconds(endedAt - start.clock.startedAt),
    attempts: attempts.map((attempt, index) => ({
      status: attempt.status,
      failure: attempt.failure,
      errorType: attemptErrorType(attempt),
      waitSeconds: waitAfter(attempts, index),
    })),
    streamOutcome: stream?.outcome,
    rateLimits: attempts.at(-1)?.rateLimits ?? [],
    context,
  });
}

const sentBy = ({ start, attempts }: EndedCall) => ({
  attributes: start.attributes,
  body: start.options.body,
  sentBody: attempts.at(-1)?.body,
});

/**
 * Of a failure, what a support ticket needs of the request: never its content. Of a success that may be the request of a
 * recent failure, its fingerprint.
 */
function requestFacts(call: EndedCall, failed: boolean): SpanAttributes | undefined {
  const { start, attempts } = call;
  const given = start.options.body;
  if (given === undefined || !(failed || start.recentFailures.mayInclude(sentBy(call)))) return undefined;
  const body = readBody(given, attempts.at(-1)?.body);
  const attributes: SpanAttributes = { 'anthropic.request.fingerprint': fingerprint(body) };
  if (!failed) return attributes;
  return {
    ...attributes,
    'anthropic.request.shape': requestShape(body),
    'anthropic.request.size': bodySize(attempts.at(-1)?.body),
  };
}

function timeToFirstChunk({ start, stream }: EndedCall): number | undefined {
  const { firstEventAt } = stream ?? {};
  return firstEventAt === undefined ? undefined : seconds(firstEventAt - start.clock.startedAt);
}

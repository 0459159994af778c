// What the span of a call gets at its end: one object, what matters first. Pure.
import type { Attributes } from '@opentelemetry/api';
import type { RetryOutcome, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  failureHeaderAttributes,
  isNearLimit,
  messageAttributes,
  rateLimitAttributes,
  redirectedUrl,
  requestedUrl,
  seconds,
  withoutEchoes,
} from '@sevenstep/wire';
import { bodySize } from '../attributes/body-size.ts';
import { assignDefined } from '../attributes/defined.ts';
import { fingerprint } from '../attributes/fingerprint.ts';
import { readBody } from '../attributes/read-body.ts';
import { requestAttributes } from '../attributes/request.ts';
import { requestShape } from '../attributes/shape.ts';
import { type Attempt, isRefused } from '../call/attempt.ts';
import type { Call } from '../call/call.ts';
import { guard } from '../guard.ts';

/**
 * What the answer says, and how long it took to begin: for the metrics, the agent and the span of a call.
 *
 * @param server where the call has gone, where its start did not tell.
 */
export function measuredAttributes(call: Call, server: SpanAttributes | undefined): SpanAttributes {
  const { message, stream, attributes, failure } = call;
  const facts = message ?? stream?.record.message ?? {};
  const model = attributes['gen_ai.request.model'];
  const measured = messageAttributes(withoutEchoes(facts, model, () => call.lastAttempt?.sentText));
  const { firstEventAt } = stream?.record ?? {};
  if (firstEventAt !== undefined)
    measured['gen_ai.response.time_to_first_chunk'] = seconds(firstEventAt - call.startedAt);
  measured['error.type'] = failure?.type;
  assignDefined(measured, server);
  return measured;
}

/**
 * All that the span gets at its end. What matters comes first: a span takes a limited number of attributes. What explains
 * is there where there is something to explain.
 *
 * @param mayHaveFailedBefore whether the same request may have failed a short time ago.
 */
export function endAttributes(call: Call, mayHaveFailedBefore: boolean): SpanAttributes {
  const { attempts, failure, stream, measured, options, settings } = call;
  const gaveUp = options.signal?.aborted ?? false;
  const failed = failure !== undefined;
  const isNotable = failed || gaveUp || isOdd(call);
  const end: SpanAttributes = {};
  end['error.type'] = failure?.type;
  assignDefined(end, attemptAttributes(attempts, gaveUp));
  assignDefined(end, failure?.attributes);
  assignDefined(end, isNotable ? stream?.record.attributes(call.endedAt ?? 0) : stream?.record.brief());
  assignDefined(end, measured);
  // An answer without content is told; how many blocks another has says little.
  if (!isNotable && end['anthropic.message.content_blocks'] !== 0)
    end['anthropic.message.content_blocks'] = undefined;
  end['anthropic.message.count_tokens.input_tokens'] = call.inputTokenCount;
  assignDefined(end, urlAttributes(call));
  // Of use to a diagnosis alone.
  if (settings.attributes === 'all' || settings.diagnose) {
    assignDefined(
      end,
      guard('describing a request', () => requestFacts(call, failed, mayHaveFailedBefore)),
    );
  }
  assignDefined(end, requestAttributes(call.route, call.client, options));
  if (isNotable) {
    assignDetails(end, attempts, failed, gaveUp);
    end['anthropic.request.max_retries'] = asCount(options.maxRetries ?? call.client.maxRetries);
  }
  return end;
}

/** Stop reasons of answers that are whole. */
const USUAL_STOPS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'end_turn',
  'tool_use',
  'stop_sequence',
]);

/** Whether a call that did not fail was retried, was cut, waited long, or came near a limit. */
function isOdd({ settings, attempts, stream, message }: Call): boolean {
  if (attempts.length !== 1) return true;
  const { record } = stream ?? {};
  if (!USUAL_STOPS.has((message ?? record?.message)?.stopReason)) return true;
  if (record && (record.outcome !== 'completed' || record.hasWaited || record.hasTruncatedToolInput))
    return true;
  const [{ headers, answeredAt }] = attempts as [Attempt];
  return headers !== undefined && isNearLimit(headers, settings.nearLimitShare, answeredAt);
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

/** The URL of the first attempt; what the SDK has written of it stays, but for a redirect, which it does not see. */
function urlAttributes({ attempts: [first], span }: Call): SpanAttributes | undefined {
  if (!first) return undefined;
  const { url } = requestedUrl(first.requestedUrl);
  const isRedirected = first.url !== first.requestedUrl;
  if (isRedirected) return { ...url, 'url.full': redirectedUrl(first.url) };
  const { attributes } = (span ?? {}) as { readonly attributes?: Attributes };
  return attributes?.['url.full'] === undefined ? url : undefined;
}

/**
 * Of a failure, what a support ticket needs of the request: never its content. Of a success that may be the request of a
 * recent failure, its fingerprint.
 */
function requestFacts(
  { options, lastAttempt }: Call,
  failed: boolean,
  mayHaveFailedBefore: boolean,
): SpanAttributes | undefined {
  const given = options.body;
  if (given === undefined || !(failed || mayHaveFailedBefore)) return undefined;
  const body = readBody(given, lastAttempt?.body);
  const attributes: SpanAttributes = { 'anthropic.request.fingerprint': fingerprint(body) };
  if (!failed) return attributes;
  return {
    ...attributes,
    'anthropic.request.shape': requestShape(body),
    'anthropic.request.size': bodySize(lastAttempt?.body),
  };
}

/** What the attempts say of every call. `gaveUp`: the application's signal was aborted. */
function attemptAttributes(attempts: readonly Attempt[], gaveUp: boolean): SpanAttributes | undefined {
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

/** Adds what the attempts say of a call that failed, was retried, was cut, or came near a limit. */
function assignDetails(
  end: SpanAttributes,
  attempts: readonly Attempt[],
  failed: boolean,
  gaveUp: boolean,
): void {
  const last = attempts.at(-1);
  if (!last) return;
  const isResent = attempts.length > 1;
  const isFailure = failed || (gaveUp && isRefused(last));
  end['anthropic.retry.after'] = last.retryAfter;
  if (isResent) end['anthropic.retry.delay'] = waited(attempts);
  end['anthropic.request.timeout'] = last.timeoutMs / 1000;
  if (isResent || isFailure) end['anthropic.ratelimit.exhausted'] = exhaustedLimits(attempts);
  if (isFailure && last.headers) assignDefined(end, failureHeaderAttributes(last.headers, last.sentText));
  assignDefined(end, rateLimitAttributes(last.rateLimits));
}

/** The SDK does not retry a failure after the headers, of the body or the stream. */
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
  const total = attempts.reduce((sum, { waitSeconds = 0 }) => sum + waitSeconds, 0);
  return Math.round(total * 1e6) / 1e6;
}

// The log events of a call: its failure, and a long wait before a retry, with whether the SDK is about to wait.
import type { Attributes, Context } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { EventName, GenAiNames, SpanAttributes } from '@sevenstep/semantic-conventions';
import { type Failure, field } from '@sevenstep/wire';
import { assignDefined, defined } from '../attributes/defined.ts';
import { stackFrames } from '../attributes/stack-frames.ts';
import type { Attempt } from '../call/attempt.ts';
import { eventNames } from '../gen-ai-names.ts';
import { guard } from '../guard.ts';
import { DEFAULT_MAX_RETRIES, type SdkClient, type SdkRequestOptions } from '../sdk-objects.ts';

/** Until the wait is over no span reports it. */
const LONG_WAIT: EventName = 'anthropic.client.retry.wait';
/** `SeverityNumber.WARN`, as the conventions have it. */
const WARN = 13;

/** Span events for exceptions are deprecated (GenAI conventions). */
const EXCEPTION: EventName = 'gen_ai.client.inference.exception';

/**
 * Emits the failure of a call, once under each of its names, in the context of its span. `error` is what was thrown, if
 * anything was.
 */
export function emitException(
  logger: Logger,
  names: GenAiNames,
  context: Context,
  failure: Failure,
  error: unknown,
): void {
  const attributes: Attributes = {};
  assignDefined(attributes, {
    'exception.type': guard('reading the class of an error', () => className(error)) ?? failure.type,
    'exception.message': failure.message,
    'exception.stacktrace': guard('reading a stack', () => stackFrames(error)),
  });
  for (const eventName of eventNames(EXCEPTION, names))
    logger.emit({ eventName, severityNumber: WARN, severityText: 'WARN', context, attributes });
}

/** SDK 0.x leaves the name of every error `Error`; that of its class says more. */
const className = (error: unknown): string | undefined =>
  error instanceof Error ? error.constructor.name.slice(0, 128) || undefined : undefined;

/** The longest wait of a timer. For a longer `retry-after` the SDK waits as without one (`retryRequest`, `src/client.ts` of 1.12.0). */
const LONGEST_SECONDS = (2 ** 31 - 1) / 1000;
/** The same in 0.x. */
const LONGEST_SECONDS_OF_OLD = 60;

/** Seconds that the SDK is about to wait because a response asked for it; `undefined` where it will not retry. */
export function waitAsked(
  attempt: Attempt,
  client: SdkClient,
  options: SdkRequestOptions,
): number | undefined {
  const { retryAfter, retryable } = attempt;
  const { maxRetries = client.maxRetries ?? DEFAULT_MAX_RETRIES, signal } = options;
  if (!retryable || retryAfter === undefined || signal?.aborted) return undefined;
  if (typeof maxRetries !== 'number' || attempt.retriesBefore >= maxRetries) return undefined;
  // A body that is a stream is sent once (`isStreamBody`, `src/client.ts`).
  if (attempt.body instanceof ReadableStream) return undefined;
  const longest = isOld(client) ? LONGEST_SECONDS_OF_OLD : LONGEST_SECONDS;
  return retryAfter > 0 && retryAfter < longest ? retryAfter : undefined;
}

/** The SDK's own text says which limit it has; a client that is not at hand is taken for a new one. */
const isOld = (client: SdkClient): boolean =>
  /\b60 ?\* ?1(?:000|e3)\b|\b6e4\b/.test(String(field(client, 'retryRequest')));

/** Emits the event in the context of the call's span. @param start the first attributes of the span */
export function emitLongWait(
  logger: Logger,
  context: Context,
  attempt: Attempt,
  seconds: number,
  start: SpanAttributes,
): void {
  const attributes: SpanAttributes = {
    'anthropic.retry.after': seconds,
    'http.response.status_code': attempt.status,
    'error.type': attempt.errorType,
    'http.request.resend_count': attempt.retriesBefore + 1,
    'anthropic.request.id': attempt.identity?.['anthropic.request.id'],
    'anthropic.sdk.method': start['anthropic.sdk.method'],
    'gen_ai.provider.name': start['gen_ai.provider.name'],
    'gen_ai.request.model': start['gen_ai.request.model'],
    'server.address': start['server.address'],
  };
  logger.emit({
    eventName: LONG_WAIT,
    severityNumber: WARN,
    severityText: 'WARN',
    body: `The SDK waits ${seconds} s before it sends the request again, as the ${attempt.status} response asks`,
    context,
    attributes: defined(attributes),
  });
}

// Emits the log events of a call: its failure, and a long wait before a retry.
import type { Attributes, Context } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import type { EventName, GenAiNames, SpanAttributes } from '@sevenstep/semantic-conventions';
import { type Failure, field, stackFrames } from '@sevenstep/wire';
import { assignDefined, defined } from '../attributes/defined.ts';
import type { Attempt } from '../call/attempt.ts';
import { eventNames } from '../gen-ai-names.ts';
import { guard } from '../guard.ts';
import { DEFAULT_MAX_RETRIES, type SdkClient, type SdkRequestOptions } from '../sdk-objects.ts';

/** Emitted when the wait begins, because the span is exported only after the call. */
const LONG_WAIT: EventName = 'anthropic.client.retry.wait';
/** `SeverityNumber.WARN`, as the conventions have it. */
const WARN = 13;

/** A log event, because the GenAI conventions deprecate span events for exceptions. */
const EXCEPTION: EventName = 'gen_ai.client.inference.exception';

/**
 * Emits the failure of a call in the context of its span, once under each event name. @param error the thrown error, if any.
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

/** The class of an error. In SDK 0.x the `name` of every error is `Error`. */
const className = (error: unknown): string | undefined =>
  error instanceof Error ? error.constructor.name.slice(0, 128) || undefined : undefined;

/** The longest delay of a timer. The SDK ignores a longer `retry-after` (`retryRequest`, `src/client.ts` of 1.12.0). */
const LONGEST_SECONDS = (2 ** 31 - 1) / 1000;
/** The longest `retry-after` that SDK 0.x uses. */
const LONGEST_SECONDS_OF_OLD = 60;

/** Seconds that the SDK will wait because a response asked for it; `undefined` if it will not retry. */
export function waitAsked(
  attempt: Attempt,
  client: SdkClient,
  options: SdkRequestOptions,
): number | undefined {
  const { retryAfter, retryable } = attempt;
  const { maxRetries = client.maxRetries ?? DEFAULT_MAX_RETRIES, signal } = options;
  if (!retryable || retryAfter === undefined || signal?.aborted) return undefined;
  if (typeof maxRetries !== 'number' || attempt.retriesBefore >= maxRetries) return undefined;
  // The SDK sends a stream only once (`isStreamBody`, `src/client.ts`).
  if (attempt.body instanceof ReadableStream) return undefined;
  const longest = isOld(client) ? LONGEST_SECONDS_OF_OLD : LONGEST_SECONDS;
  return retryAfter > 0 && retryAfter < longest ? retryAfter : undefined;
}

/** Whether the client is of SDK 0.x, by its source. An unknown client counts as new. */
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

// The attempts of a call as child spans, by the HTTP client conventions; emitted when the call ends.
import { type Context, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  failureHeaderAttributes,
  rateLimitAttributes,
  redirectedUrl,
  requestedUrl,
  safeUrl,
  seconds,
} from '@sevenstep/wire';
import { defined, wanted, write } from '../attributes/defined.ts';
import type { Attempt } from '../call/attempt.ts';
import type { Clock } from '../call/clock.ts';
import type { Settings } from '../config.ts';
import type { Route } from '../sdk/routes.ts';

interface CallOfAttempts {
  readonly route: Route;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly endedAt: number;
}

/**
 * Emits one span per attempt under `parent`, with real start and end times.
 *
 * @param call what it was, and what is wanted of it. @param call.endedAt when the call ended, on the monotonic clock: the end of an attempt that was still under way.
 */
export function emitAttemptSpans(
  tracer: Tracer,
  parent: Context,
  attempts: readonly Attempt[],
  { route: { template }, clock, settings, endedAt }: CallOfAttempts,
): void {
  attempts.forEach((attempt, index) => {
    const span = tracer.startSpan(
      `${attempt.method} ${template}`,
      {
        kind: SpanKind.CLIENT,
        startTime: clock.epoch(attempt.startedAt),
        attributes: defined({
          'http.request.method': attempt.method,
          'url.template': template,
          'url.full':
            attempt.url === attempt.requestedUrl ? safeUrl(attempt.url) : redirectedUrl(attempt.url),
          ...requestedUrl(attempt.requestedUrl).server,
          // Conventions: only on resends.
          'http.request.resend_count': index || undefined,
        }),
      },
      parent,
    );
    write(span, wanted(settings.attributes, outcomeAttributes(attempt, waitAfter(attempts, index))));
    if (attempt.failure && attempt.failure !== 'aborted') {
      // The status code says it for a response, so no description (HTTP conventions).
      const message = attempt.status === undefined ? attempt.message : undefined;
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    }
    span.end(clock.epoch(attempt.endedAt ?? endedAt));
  });
}

/** Seconds between the end of an attempt and the start of the next; `undefined` after the last. */
export function waitAfter(attempts: readonly Attempt[], index: number): number | undefined {
  const ended = attempts[index]?.endedAt;
  const next = attempts[index + 1]?.startedAt;
  return ended === undefined || next === undefined ? undefined : seconds(Math.max(0, next - ended));
}

function outcomeAttributes(attempt: Attempt, wait: number | undefined): (SpanAttributes | undefined)[] {
  const { headers } = attempt;
  return [
    {
      'http.response.status_code': attempt.status,
      'error.type': attemptErrorType(attempt),
      'anthropic.error.type': attempt.apiErrorType,
      'anthropic.error.message': attempt.message,
      'anthropic.error.cause_code': attempt.causeCode,
      'anthropic.retry.after': attempt.retryAfter,
      'anthropic.retry.delay': wait,
    },
    attempt.identity,
    headers && attempt.failure ? failureHeaderAttributes(headers, attempt.sentText) : undefined,
    rateLimitAttributes(attempt.rateLimits),
  ];
}

/** HTTP conventions: the status code as a string, or what kept a response from coming. */
export function attemptErrorType(attempt: Attempt): string | undefined {
  if (!attempt.failure || attempt.failure === 'aborted') return undefined;
  if (attempt.status !== undefined) return String(attempt.status);
  return attempt.failure === 'timeout' ? 'timeout' : (attempt.causeCode ?? 'connection_error');
}

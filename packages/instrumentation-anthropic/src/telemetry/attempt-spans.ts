// The attempts of a call as child spans, by the HTTP client conventions; emitted when the call ends.
import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  failureHeaderAttributes,
  isNear,
  rateLimitAttributes,
  redirectedUrl,
  requestedUrl,
  safeUrl,
} from '@sevenstep/wire';
import { assignDefined, defined, wanted, write } from '../attributes/defined.ts';
import type { Attempt } from '../call/attempt.ts';
import type { Call } from '../call/call.ts';

/** Emits one span per attempt under the call's, with real start and end times. */
export function emitAttemptSpans(call: Call, tracer: Tracer): void {
  const { template } = call.route;
  for (const [index, attempt] of call.attempts.entries()) {
    const span = tracer.startSpan(
      `${attempt.method} ${template}`,
      {
        kind: SpanKind.CLIENT,
        startTime: call.epoch(attempt.startedAt),
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
      call.context,
    );
    write(span, wanted(call.settings.attributes, outcomeAttributes(attempt, call)));
    if (attempt.failure && attempt.failure !== 'aborted') {
      // The status code says it for a response, so no description (HTTP conventions).
      const message = attempt.status === undefined ? attempt.message : undefined;
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    }
    // The call's end is that of an attempt that was still under way.
    span.end(call.epoch(attempt.endedAt ?? call.endedAt ?? attempt.startedAt));
  }
}

/** Attributes that the call's span lacks. It has the limits and the organization of the last response. */
function outcomeAttributes(attempt: Attempt, { settings, lastAttempt }: Call): SpanAttributes {
  const { headers } = attempt;
  const attributes: SpanAttributes = {
    'http.response.status_code': attempt.status,
    'error.type': attempt.errorType,
    'anthropic.error.type': attempt.apiErrorType,
    'anthropic.error.message': attempt.message,
    'anthropic.error.cause_code': attempt.causeCode,
    'anthropic.request.id': attempt.identity?.['anthropic.request.id'],
    'anthropic.retry.after': attempt.retryAfter,
    'anthropic.retry.delay': attempt.waitSeconds,
  };
  if (headers && attempt.failure)
    assignDefined(attributes, failureHeaderAttributes(headers, attempt.sentText));
  if (attempt !== lastAttempt && attempt.isNearLimit(settings.nearLimitShare)) {
    const near = attempt.rateLimits.filter((limit) => isNear(limit, settings.nearLimitShare));
    assignDefined(attributes, rateLimitAttributes(near));
  }
  return attributes;
}

// Emits the attempts of a call as child spans when the call ends, by the HTTP client conventions.
import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { failureHeaderAttributes, isNear, rateLimitAttributes, requestedUrl, safeUrl } from '@sevenstep/wire';
import { assignDefined, defined, wanted, write } from '../attributes/defined.ts';
import type { Attempt } from '../call/attempt.ts';
import type { Call } from '../call/call.ts';

/** Emits a child span for each attempt, with its own start and end. */
export function emitAttemptSpans(call: Call, tracer: Tracer): void {
  call.attempts.forEach((attempt, index) => {
    emitAttemptSpan(call, tracer, attempt, index);
  });
}

function emitAttemptSpan(call: Call, tracer: Tracer, attempt: Attempt, index: number): void {
  const { template } = call.route;
  const { method, url, requestedUrl: asked } = attempt;
  const attributes = defined<SpanAttributes>(
    {
      'http.request.method': method,
      'url.template': template,
      'url.full': url === asked ? safeUrl(url) : attempt.redirectedUrl,
      // Conventions: only on resends.
      'http.request.resend_count': index || undefined,
    },
    requestedUrl(asked).server,
  );
  const startTime = call.epoch(attempt.startedAt);
  const options = { kind: SpanKind.CLIENT, startTime, attributes };
  const span = tracer.startSpan(`${method} ${template}`, options, call.context);
  write(span, wanted(call.settings.attributes, outcomeAttributes(attempt, call)));
  if (attempt.failure && attempt.failure !== 'aborted') {
    // A response's status code is enough; the HTTP conventions want no description.
    const message = attempt.status === undefined ? attempt.message : undefined;
    span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  }
  span.end(call.epoch(endOf(attempt, call)));
}

/** The end of an attempt. A stream, or an attempt still under way, ends with the call. */
function endOf(attempt: Attempt, { stream, lastAttempt, endedAt }: Call): number {
  const ofResponse = stream && attempt === lastAttempt ? undefined : attempt.endedAt;
  return ofResponse ?? endedAt ?? attempt.startedAt;
}

/** The outcome of an attempt. The call's span has the limits and the organization of the last response. */
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

// The only retry layer. It retries what the diagnosis calls retryable, after `retry-after` up to a bound, else with full jitter.
import { DelegateBackoff, fullJitterGenerator, handleWhen, type RetryPolicy, retry } from 'cockatiel';
import { AttemptFailed } from '../attempt.ts';
import { SETTINGS } from '../settings.ts';
import { CircuitOpen } from './breaker.ts';
import { OverBudget } from './limits.ts';
import type { Notes } from './notes.ts';

const WAITS = {
  initialDelay: SETTINGS.firstRetryMs,
  maxDelay: SETTINGS.longestRetryMs,
  exponent: 2,
  generator: fullJitterGenerator,
};

export function retryLayer(notes: Notes): RetryPolicy {
  const policy = retry(handleWhen(mayRetry), {
    maxAttempts: SETTINGS.retries,
    backoff: new DelegateBackoff(({ attempt, result }, state?: number) => {
      const [jitter, next] = fullJitterGenerator(state, WAITS);
      const error = 'error' in result ? result.error : undefined;
      const told = toldToWait(error);
      // The wait that the API asked for did not help once: now it is the shortest. Limits lengthen theirs for all requests.
      const least = attempt > 1 && !isLimited(error) ? jitter : 0;
      return { delay: told === undefined ? jitter : Math.max(told, least), state: next };
    }),
  });
  policy.onRetry(({ delay, attempt }) => notes.add('retry', { attempt, 'wait.ms': Math.round(delay) }));
  return policy;
}

const isLimited = (error: unknown): boolean =>
  error instanceof AttemptFailed && error.diagnosis?.check === 'limits';

/** Adds some jitter, because otherwise all waiting requests would return at the same time. */
function toldToWait(error: unknown): number | undefined {
  if (error instanceof CircuitOpen) return SETTINGS.breakMs * (0.75 + Math.random());
  const asked = error instanceof OverBudget ? error.waitMs : retryAfterMs(error);
  return asked && asked * (1 + Math.random() / 4);
}

/** An open breaker or an empty budget may recover. Waiting for them sends nothing. */
export function mayRetry(error: unknown): boolean {
  if (error instanceof CircuitOpen) return error.mayClose;
  if (error instanceof OverBudget) return error.waitMs <= SETTINGS.longestRetryAfterMs;
  if (!(error instanceof AttemptFailed)) return false;
  // The API's own instruction for this answer, which the SDK also follows.
  const word = error.headers?.get('x-should-retry');
  const isRetryable = word ? word === 'true' : error.retryable;
  return isRetryable && (retryAfterMs(error) ?? 0) <= SETTINGS.longestRetryAfterMs;
}

/** The wait that the answer asks for, in milliseconds; `undefined` without one, or for a date. */
export function retryAfterMs(error: unknown): number | undefined {
  const headers = error instanceof AttemptFailed ? error.headers : undefined;
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (ms > 0) return ms;
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  return seconds > 0 ? seconds * 1000 : undefined;
}

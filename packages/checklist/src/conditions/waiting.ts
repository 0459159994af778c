// Decides how long to wait before the next request: the later of `retry-after` and the limit's reset.
import type { Facts, Limit } from '../facts/facts.ts';
import { wait } from '../texts/format.ts';

/** Seconds until the request may succeed, if the response tells. */
export function waitSeconds({ retryAfterSeconds }: Facts, limit?: Limit): number | undefined {
  const waits = [retryAfterSeconds, limit?.resetSeconds].filter((seconds) => seconds !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** `12 s`, or words for it. */
export function waitFor(facts: Facts, limit?: Limit): string {
  const seconds = waitSeconds(facts, limit);
  return seconds === undefined ? 'until the limit resets' : wait(seconds);
}

/** Advice to retry after the wait that the response asked for, else as in `otherwise`. */
export function retryAdvice({ retryAfterSeconds }: Facts, otherwise: string): string {
  return retryAfterSeconds === undefined
    ? otherwise
    : `Retry after ${wait(retryAfterSeconds)}, as the response asks, then with growing pauses, at most 3 to 5 times`;
}

// How long to wait before the next request: one figure, the later of what the response asked and when the limit is full.
import type { Facts, Limit } from '../facts/facts.ts';
import { wait } from '../texts/format.ts';

/** Seconds until the request may pass, as far as the response tells. */
export function waitSeconds({ retryAfterSeconds }: Facts, limit?: Limit): number | undefined {
  const waits = [retryAfterSeconds, limit?.resetSeconds].filter((seconds) => seconds !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** `12 s`, or words for it. */
export function waitFor(facts: Facts, limit?: Limit): string {
  const seconds = waitSeconds(facts, limit);
  return seconds === undefined ? 'until the limit resets' : wait(seconds);
}

/** Advice to retry: with the pause that the response asked for, else as `otherwise` says. */
export function retryAdvice({ retryAfterSeconds }: Facts, otherwise: string): string {
  return retryAfterSeconds === undefined
    ? otherwise
    : `Retry after ${wait(retryAfterSeconds)}, as the response asks, then with growing pauses, at most 3 to 5 times`;
}

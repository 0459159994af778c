// Decides why an HTTP request failed, and whether the SDK would retry it, from its status and headers alone.
import type { AttemptFailure } from '@sevenstep/semantic-conventions';

/** The failure for each status, if the API or its cloud wrote the response. */
const FAILURES: ReadonlyMap<number, AttemptFailure> = new Map([
  [401, 'unauthorized'],
  [408, 'timeout'],
  [409, 'conflict'],
  [429, 'rate_limit'],
  [529, 'overloaded'],
]);

/**
 * Why an attempt with an error status failed.
 *
 * @param isOwn whether the API or its cloud wrote the response, not an intermediary.
 */
export function responseFailure(status: number, isOwn: boolean): AttemptFailure {
  if (!isOwn) return 'gateway';
  return FAILURES.get(status) ?? (status >= 500 ? 'server' : 'rejected');
}

/**
 * The SDK's rule (`shouldRetry`, `src/client.ts`).
 *
 * @param shouldRetry the header `x-should-retry`
 */
export function isRetryable(status: number, shouldRetry: string | null): boolean {
  if (shouldRetry === 'true') return true;
  if (shouldRetry === 'false') return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

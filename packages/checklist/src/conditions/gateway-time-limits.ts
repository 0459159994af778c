// Common time limits of gateways, proxies and load balancers. If a call ends just after one, an intermediary probably cut it.
import type { Facts } from '../facts/facts.ts';
import { duration } from '../texts/format.ts';

/** Seconds (G0). */
const USUAL = [30, 60, 100, 120, 300, 600];

/** The usual limit that `seconds` slightly exceeds, if any. */
function usualLimit(after: number | undefined): number | undefined {
  if (after === undefined) return undefined;
  return USUAL.find((limit) => after >= limit * 0.99 && after <= limit * 1.03 + 1);
}

/** The seconds of the last attempt; unknown after a retry, because a call's time includes all attempts. */
export const lastAttemptSeconds = ({ attempts, durationSeconds }: Facts): number | undefined =>
  attempts === 1 ? durationSeconds : undefined;

/** ` The end came after 60 s, a usual limit of proxies and load balancers.`, or nothing. */
export function nearUsualLimit(after: number | undefined): string {
  const limit = usualLimit(after);
  return limit === undefined
    ? ''
    : ` The end came after ${duration(limit)}, a usual limit of proxies and load balancers.`;
}

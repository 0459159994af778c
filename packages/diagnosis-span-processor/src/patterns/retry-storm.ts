// Detects more retries than calls, and requests that are repeated before `retry-after` is over.

import { RecentMap } from '../recent-map.ts';
import type { CallSummary } from './call-summary.ts';
import type { Detector } from './detector.ts';
import { SlidingCount } from './sliding-count.ts';
import type { PatternThresholds } from './thresholds.ts';

export function detectRetryStorm(
  { windowSeconds, retryStormRetries }: PatternThresholds,
  mostRequests: number,
): Detector {
  const seen = new SlidingCount(windowSeconds, ['calls', 'retries', 'early']);
  // The time in which the same request should wait.
  const waits = new RecentMap<string, { since: number; until: number }>(mostRequests);

  const isEarly = (call: CallSummary): boolean => {
    if (call.fingerprint === undefined) return false;
    const asked = waits.get(call.fingerprint);
    // A call that began earlier ran at the same time, so it is not a repetition.
    const early = asked !== undefined && call.startedAt >= asked.since && call.startedAt < asked.until;
    const after = call.attributes['anthropic.retry.after'];
    if (call.failed && typeof after === 'number' && after > 0) {
      const wait = waits.touch(call.fingerprint, () => ({ since: call.endedAt, until: 0 }));
      if (call.endedAt > wait.until) wait.since = call.endedAt;
      wait.until = call.endedAt + after;
    }
    return early;
  };

  return {
    id: 'limits.retry_storm',
    see(call) {
      seen.add(call.endedAt, 'calls');
      seen.add(call.endedAt, 'retries', call.retries);
      // A call that repeats another too soon is the application's own retry.
      if (isEarly(call)) seen.add(call.endedAt, 'early');
      const early = seen.total('early');
      const retries = seen.total('retries') + early;
      const calls = seen.total('calls') - early;
      if (retries < Math.max(retryStormRetries, 1) || retries <= calls) return undefined;
      const what = early === 0 ? '' : `${early} sooner than retry-after asked`;
      return { count: retries, of: calls, seconds: windowSeconds, what };
    },
    count({ calls = [] }) {
      for (const { endedAt, count } of calls) seen.add(endedAt, 'calls', count);
    },
  };
}

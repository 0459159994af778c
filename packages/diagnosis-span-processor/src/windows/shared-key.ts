// Looks for a limit of requests that falls by more than this process can have used.
import type { Detector } from './detector.ts';
import { SlidingCount } from './sliding-count.ts';
import type { WindowThresholds } from './thresholds.ts';

/**
 * Only requests are counted, and only answers that are not streamed are read: their headers are as old as their end.
 * What fills up again in between hides use and never feigns it.
 */
export function sharedKey(
  { windowSeconds, sharedKeyRequests }: WindowThresholds,
  inFlight: () => number,
): Detector {
  const seen = new SlidingCount(windowSeconds, ['fell', 'sent']);
  let last: { remaining: number; limit: unknown } | undefined;
  return {
    id: 'limits.shared_key',
    see({ attributes, endedAt, retries }) {
      seen.add(endedAt, 'sent', 1 + retries);
      const remaining = attributes['anthropic.ratelimit.requests.remaining'];
      const limit = attributes['anthropic.ratelimit.requests.limit'];
      if (typeof remaining !== 'number' || attributes['gen_ai.request.stream'] === true) return undefined;
      if (last !== undefined && last.limit === limit && remaining < last.remaining) {
        seen.add(endedAt, 'fell', last.remaining - remaining);
      }
      last = { remaining, limit };
      const fell = seen.total('fell');
      // What is on its way may have been counted by the API already.
      const sent = seen.total('sent') + inFlight();
      const others = fell - sent;
      if (others < Math.max(sharedKeyRequests, 1) || others < sent) return undefined;
      return { count: fell, of: sent, seconds: windowSeconds, what: 'requests' };
    },
  };
}

// Looks for a limit of requests that falls by more than this process can have used.

import { RecentMap } from '../recent-map.ts';
import type { Detector } from './detector.ts';
import { SlidingCount } from './sliding-count.ts';
import type { PatternThresholds } from './thresholds.ts';

const MOST_ACCOUNTS = 50;

/** The attributes that distinguish one account of limits from another. */
const NAMES = ['gen_ai.provider.name', 'server.address', 'server.port', 'anthropic.organization.id'] as const;

interface Account {
  readonly names: Readonly<Record<string, unknown>>;
  readonly seen: SlidingCount<'fell' | 'sent'>;
  last: { readonly remaining: number; readonly limit: unknown } | undefined;
}

/**
 * Only requests are counted, and only answers that are not streamed are read: their headers are as old as their end.
 * A limit that fills up again in between hides use, but never adds any. Spans have the limit once it is nearly used up.
 */
export function detectSharedKey(
  { windowSeconds, sharedKeyRequests }: PatternThresholds,
  inFlight: () => number,
): Detector {
  const accounts = new RecentMap<string, Account>(MOST_ACCOUNTS);
  let latest: Account | undefined;
  return {
    id: 'limits.shared_key',
    see({ attributes, endedAt, retries }) {
      // Each server counts the requests of each organization separately. Most calls have the same two as the call before.
      if (latest === undefined || !NAMES.every((name) => attributes[name] === latest?.names[name])) {
        latest = accounts.touch(JSON.stringify(NAMES.map((name) => attributes[name])), () => ({
          names: Object.fromEntries(NAMES.map((name) => [name, attributes[name]])),
          seen: new SlidingCount(windowSeconds, ['fell', 'sent']),
          last: undefined,
        }));
      }
      const account = latest;
      const { seen, last } = account;
      seen.add(endedAt, 'sent', 1 + retries);
      const remaining = attributes['anthropic.ratelimit.requests.remaining'];
      const limit = attributes['anthropic.ratelimit.requests.limit'];
      if (typeof remaining !== 'number' || attributes['gen_ai.request.stream'] === true) return undefined;
      if (last !== undefined && last.limit === limit && remaining < last.remaining) {
        seen.add(endedAt, 'fell', last.remaining - remaining);
      }
      account.last = { remaining, limit };
      const fell = seen.total('fell');
      const ended = seen.total('sent');
      const least = Math.max(sharedKeyRequests, 1);
      // Mostly. To count what is under way takes longer.
      if (fell - ended < least) return undefined;
      // The API may have counted requests that are still on their way.
      const sent = ended + inFlight();
      if (fell - sent < Math.max(least, sent)) return undefined;
      return { count: fell, of: sent, seconds: windowSeconds, what: 'requests' };
    },
  };
}

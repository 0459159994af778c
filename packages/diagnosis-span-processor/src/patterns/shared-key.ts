// Detects that a request limit falls by more than this process has used.

import { RecentMap } from '../recent-map.ts';
import type { Detector } from './detector.ts';
import { SlidingCount } from './sliding-count.ts';
import type { PatternThresholds } from './thresholds.ts';

const MOST_ACCOUNTS = 50;

/** The attributes that identify an account with its own limits. */
const NAMES = ['gen_ai.provider.name', 'server.address', 'server.port', 'anthropic.organization.id'] as const;

interface Account {
  readonly names: Readonly<Record<string, unknown>>;
  readonly seen: SlidingCount<'fell' | 'sent'>;
  last: { readonly remaining: number; readonly limit: unknown } | undefined;
}

/**
 * Reads the request limit only from responses that are not streamed, because a streamed response's headers are older than its
 * end. A limit that refills in between hides use but never adds any. Spans have the limit only when it is nearly used up.
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
      // Each server counts the requests of each organization separately. Most calls have both in common with the previous call.
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
      // The usual case, checked first because counting the calls under way takes longer.
      if (fell - ended < least) return undefined;
      // The API may have counted requests that are still under way.
      const sent = ended + inFlight();
      if (fell - sent < Math.max(least, sent)) return undefined;
      return { count: fell, of: sent, seconds: windowSeconds, what: 'requests' };
    },
  };
}

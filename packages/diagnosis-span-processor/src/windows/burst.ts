// Looks for many calls that started in the same second, one of which met a 429.
import { metLimit } from './call.ts';
import type { Detector } from './detector.ts';
import { RecentMap } from './recent-map.ts';
import type { WindowThresholds } from './thresholds.ts';

// Calls of a second that have not ended yet may end much later.
const MOST_SECONDS = 120;

export function burst({ burstCalls }: WindowThresholds): Detector {
  const bySecond = new RecentMap<number, { starts: number; limited: number }>(MOST_SECONDS);
  return {
    id: 'limits.burst',
    see(call) {
      const second = bySecond.touch(Math.floor(call.startedAt), () => ({ starts: 0, limited: 0 }));
      second.starts += 1;
      if (metLimit(call)) second.limited += 1;
      if (second.limited === 0 || second.starts < Math.max(burstCalls, 2)) return undefined;
      return { count: second.starts, of: second.limited, seconds: 1, what: '' };
    },
  };
}

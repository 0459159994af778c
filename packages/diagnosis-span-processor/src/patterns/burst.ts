// Detects many calls that started within a second, if one of them got a 429.

import { RecentMap } from '../recent-map.ts';
import { metLimit } from './call-summary.ts';
import type { Detector } from './detector.ts';
import type { PatternThresholds } from './thresholds.ts';

// Calls that started at the same time may end minutes apart, so two minutes are kept.
const MOST_HALVES = 240;

export function detectBurst({ burstCalls }: PatternThresholds): Detector {
  // Two neighbouring half seconds are added up. Whole seconds of the clock could split a burst.
  const byHalf = new RecentMap<number, { starts: number; limited: number }>(MOST_HALVES);
  const enough = Math.max(burstCalls, 2);
  const halfAt = (at: number) => byHalf.touch(at, () => ({ starts: 0, limited: 0 }));
  return {
    id: 'limits.burst',
    see(call) {
      const at = Math.floor(call.startedAt * 2);
      const half = halfAt(at);
      half.starts += 1;
      if (metLimit(call)) half.limited += 1;
      for (const other of [byHalf.get(at - 1), byHalf.get(at + 1)]) {
        const starts = half.starts + (other?.starts ?? 0);
        const limited = half.limited + (other?.limited ?? 0);
        if (limited > 0 && starts >= enough) return { count: starts, of: limited, seconds: 1, what: '' };
      }
      return undefined;
    },
    count({ starts = [] }) {
      for (const { startedAt, count } of starts) halfAt(Math.floor(startedAt * 2)).starts += count;
    },
  };
}

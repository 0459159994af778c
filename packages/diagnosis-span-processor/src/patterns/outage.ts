// Detects that a large share of calls fails at the service.
import type { Detector } from './detector.ts';
import { SlidingCount } from './sliding-count.ts';
import type { PatternThresholds } from './thresholds.ts';

export function detectOutage({ windowSeconds, outageShare, outageCalls }: PatternThresholds): Detector {
  const seen = new SlidingCount(windowSeconds, ['calls', 'failed']);
  return {
    id: 'service.outage',
    see({ endedAt, failed, diagnosis }) {
      seen.add(endedAt, 'calls');
      // Conflicting requests are not an outage.
      const here = failed && diagnosis?.check === 'service' && diagnosis.id !== 'service.conflict';
      if (here) seen.add(endedAt, 'failed');
      const calls = seen.total('calls');
      const failures = seen.total('failed');
      if (!here || calls < Math.max(outageCalls, 1) || failures < calls * outageShare) return undefined;
      return { count: failures, of: calls, seconds: windowSeconds, what: '' };
    },
    count({ calls = [] }) {
      for (const { endedAt, count } of calls) seen.add(endedAt, 'calls', count);
    },
  };
}

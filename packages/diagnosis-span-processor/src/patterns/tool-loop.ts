// Detects a trace with too many rounds of tool use, and a repeated request that always gets a tool use.

import { RecentMap } from '../recent-map.ts';
import type { Detector } from './detector.ts';
import type { PatternThresholds } from './thresholds.ts';

const MOST_TRACES = 500;

export function detectToolLoop({ toolRounds, sameToolRounds }: PatternThresholds): Detector {
  const traces = new RecentMap<
    string,
    { rounds: number; last: string | undefined; same: number; since: number }
  >(MOST_TRACES);
  const traceOf = (traceId: string, since: number) =>
    traces.touch(traceId, () => ({ rounds: 0, last: undefined, same: 0, since }));
  return {
    id: 'response.tool_loop_runaway',
    see({ attributes, traceId, fingerprint, endedAt }) {
      if (traceId === undefined || attributes['anthropic.message.stop_reason'] !== 'tool_use')
        return undefined;
      const trace = traceOf(traceId, endedAt);
      trace.rounds += 1;
      trace.same = fingerprint !== undefined && fingerprint === trace.last ? trace.same + 1 : 1;
      trace.last = fingerprint;
      const again = trace.same >= Math.max(sameToolRounds, 2);
      if (!again && trace.rounds < Math.max(toolRounds, 1)) return undefined;
      const what = again ? `${trace.same} times the same request` : '';
      return { count: trace.rounds, of: trace.same, seconds: Math.max(0, endedAt - trace.since), what };
    },
    count({ rounds = [] }) {
      for (const { traceId, count, same, fingerprint, endedAt } of rounds) {
        const trace = traceOf(traceId, endedAt);
        trace.rounds += count;
        trace.same = same;
        trace.last = fingerprint;
      }
    },
  };
}

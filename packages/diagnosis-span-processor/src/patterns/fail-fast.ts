// Detects calls that continue although the key is rejected each time for the same reason.
import type { Detector } from './detector.ts';
import type { PatternThresholds } from './thresholds.ts';

export function detectFailFast({ windowSeconds, failFastRefusals }: PatternThresholds): Detector {
  let run: { id: string; refusals: number; since: number; at: number } | undefined;
  return {
    id: 'identity.fail_fast',
    see({ failed, diagnosis, attributes, endedAt }) {
      const status = attributes['http.response.status_code'];
      if (!failed) {
        run = undefined;
        return undefined;
      }
      // Other failures say nothing about the key.
      if (diagnosis?.check !== 'identity' || (status !== 401 && status !== 403)) return undefined;
      if (run?.id !== diagnosis.id || endedAt - run.at > windowSeconds) {
        run = { id: diagnosis.id, refusals: 0, since: endedAt, at: endedAt };
      }
      run.refusals += 1;
      run.at = endedAt;
      if (run.refusals < Math.max(failFastRefusals, 2)) return undefined;
      const seconds = Math.max(0, endedAt - run.since);
      return { count: run.refusals, of: 0, seconds, what: `${status} ${run.id}` };
    },
    count({ calls = [] }) {
      if (calls.length > 0) run = undefined;
    },
  };
}

// Compares the results of the same request: always the same failure, or sometimes a success.

import { RecentMap } from '../recent-map.ts';
import type { CallSummary } from './call-summary.ts';
import type { Detector } from './detector.ts';
import type { HealthyCalls } from './healthy-calls.ts';
import type { PatternThresholds } from './thresholds.ts';

interface History {
  failures: number;
  passes: number;
  /** The rule that diagnosed the last failures. */
  id: string;
  since: number;
  at: number;
}

// The request itself causes these failures, so they would recur.
const isOwn = (id: string): boolean =>
  /^request\./.test(id) || id === 'service.internal' || id === 'response.unrecognized';

// The network or the service causes these failures, so they pass.
const passes = (id: string): boolean => /^(connection|endpoint|service|response)\./.test(id);

/** The results within the window, by the request's fingerprint. */
function histories(
  windowSeconds: number,
  mostRequests: number,
): {
  of(call: CallSummary): History | undefined;
  count(healthy: HealthyCalls): void;
} {
  const byRequest = new RecentMap<string, History>(mostRequests);
  const touch = (fingerprint: string, endedAt: number): History => {
    const made = (): History => ({ failures: 0, passes: 0, id: '', since: endedAt, at: endedAt });
    const history = byRequest.touch(fingerprint, made);
    if (endedAt - history.at > windowSeconds) Object.assign(history, made());
    history.at = endedAt;
    return history;
  };
  return {
    of(call) {
      // A call that the application stopped is neither a success nor a failure.
      if (call.fingerprint === undefined || !(call.failed || call.answered)) return undefined;
      const history = touch(call.fingerprint, call.endedAt);
      if (!call.failed) {
        history.passes += 1;
        return history;
      }
      const id = call.diagnosis?.id ?? '';
      history.failures = id === history.id || history.failures === 0 ? history.failures + 1 : 1;
      history.id = id;
      return history;
    },
    count({ passes = [] }) {
      for (const { fingerprint, count, endedAt } of passes) touch(fingerprint, endedAt).passes += count;
    },
  };
}

export function detectReproducible(
  { windowSeconds, reproducibleFailures }: PatternThresholds,
  mostRequests: number,
): Detector {
  const known = histories(windowSeconds * 10, mostRequests);
  return {
    id: 'request.reproducible',
    see(call) {
      const history = known.of(call);
      if (history === undefined || !call.failed || history.passes > 0 || !isOwn(history.id)) return undefined;
      if (history.failures < Math.max(reproducibleFailures, 2)) return undefined;
      return { count: history.failures, of: 0, seconds: call.endedAt - history.since, what: history.id };
    },
    count: known.count,
  };
}

export function detectIntermittent({ windowSeconds }: PatternThresholds, mostRequests: number): Detector {
  const known = histories(windowSeconds * 10, mostRequests);
  return {
    id: 'service.intermittent',
    see(call) {
      const history = known.of(call);
      if (history === undefined || history.passes === 0 || history.failures === 0) return undefined;
      if (!passes(history.id)) return undefined;
      const seconds = call.endedAt - history.since;
      return { count: history.failures, of: history.passes, seconds, what: history.id };
    },
    count: known.count,
  };
}

// Passes each call to every detector, and reports each pattern once per window.
import { type Finding, findPattern, type Pattern, patternFinding } from '@sevenstep/checklist';
import type { Severity } from '@sevenstep/semantic-conventions';
import type { ReadableSpanLike } from '../spans/span-types.ts';
import { detectBurst } from './burst.ts';
import type { CallSummary } from './call-summary.ts';
import type { Detector } from './detector.ts';
import { detectFailFast } from './fail-fast.ts';
import type { HealthyCalls } from './healthy-calls.ts';
import { detectOutage } from './outage.ts';
import { detectRetryStorm } from './retry-storm.ts';
import { detectIntermittent, detectReproducible } from './same-request.ts';
import { detectSharedKey } from './shared-key.ts';
import type { PatternThresholds } from './thresholds.ts';
import { detectToolLoop } from './tool-loop.ts';

/** Watches the calls of one process. */
export interface CallListener {
  /**
   * The findings of the patterns that this call completes.
   *
   * @param spans the spans of the call, which get the findings.
   */
  see(call: CallSummary, spans: readonly ReadableSpanLike[]): readonly Finding[];
}

/** The detectors of one process, or of the part of a service that a gateway sees. */
export interface PatternDetectors extends CallListener {
  see(call: CallSummary): readonly Finding[];
  /** Counts healthy calls that `see` does not get. */
  count(healthy: HealthyCalls): void;
}

/** The most requests to remember by fingerprint. */
const MOST_REQUESTS = 1_000;

/**
 * @param inFlight returns the number of calls under way. Without it, `limits.shared_key` is left out.
 * @param mostRequests the most requests to remember by fingerprint.
 */
export function createDetectors(
  thresholds: PatternThresholds,
  severity: Readonly<Record<string, Severity | 'off' | undefined>>,
  inFlight: (() => number) | undefined,
  mostRequests: number = MOST_REQUESTS,
): PatternDetectors {
  const makeDetectors = () => {
    const detectors: readonly Detector[] = [
      detectFailFast(thresholds),
      detectReproducible(thresholds, mostRequests),
      detectRetryStorm(thresholds, mostRequests),
      detectBurst(thresholds),
      ...(inFlight === undefined ? [] : [detectSharedKey(thresholds, inFlight)]),
      detectIntermittent(thresholds, mostRequests),
      detectOutage(thresholds),
      detectToolLoop(thresholds),
    ];
    return detectors.flatMap((detector) => {
      const pattern = findPattern(detector.id);
      return pattern === undefined || severity[detector.id] === 'off' ? [] : [{ detector, pattern }];
    });
  };
  let asked = makeDetectors();
  const foundAt = new Map<Pattern['id'], number>();
  let newest = Number.NEGATIVE_INFINITY;

  /** Starts again if the clock was set back by more than a window. Otherwise all calls until the old time would be ignored. */
  const startAgainAfterJump = (at: number): void => {
    if (newest > Date.now() / 1000 + thresholds.windowSeconds) {
      asked = makeDetectors();
      foundAt.clear();
      newest = at;
    } else newest = Math.max(newest, at);
  };

  const isFirstInWindow = (id: Pattern['id'], at: number): boolean => {
    const last = foundAt.get(id);
    if (last !== undefined && at - last < thresholds.windowSeconds) return false;
    foundAt.set(id, at);
    return true;
  };

  return {
    see(call) {
      startAgainAfterJump(call.endedAt);
      const found: Finding[] = [];
      for (const { detector, pattern } of asked) {
        const figures = detector.see(call);
        if (figures === undefined || !isFirstInWindow(pattern.id, call.endedAt)) continue;
        const given = severity[pattern.id];
        found.push(patternFinding(pattern, figures, given === 'off' ? undefined : given));
      }
      return found;
    },
    count(healthy) {
      for (const { detector } of asked) detector.count?.(healthy);
    },
  };
}

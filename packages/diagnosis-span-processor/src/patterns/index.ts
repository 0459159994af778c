// Hands each call to every detector of a pattern, and lets each pattern be found once per window.
import { type Finding, findPattern, type Pattern, patternFinding } from '@sevenstep/checklist';
import type { Severity } from '@sevenstep/semantic-conventions';
import { detectBurst } from './burst.ts';
import type { CallSummary } from './call-summary.ts';
import type { Detector } from './detector.ts';
import { detectFailFast } from './fail-fast.ts';
import { detectOutage } from './outage.ts';
import { detectRetryStorm } from './retry-storm.ts';
import { detectIntermittent, detectReproducible } from './same-request.ts';
import { detectSharedKey } from './shared-key.ts';
import type { PatternThresholds } from './thresholds.ts';
import { detectToolLoop } from './tool-loop.ts';

/** The detectors of one process. */
export interface PatternDetectors {
  /** The findings of the patterns that this call completes. */
  see(call: CallSummary): readonly Finding[];
}

/** @param inFlight how many calls have started and not ended */
export function createDetectors(
  thresholds: PatternThresholds,
  severity: Readonly<Record<string, Severity | 'off' | undefined>>,
  inFlight: () => number,
): PatternDetectors {
  const detectors: readonly Detector[] = [
    detectFailFast(thresholds),
    detectReproducible(thresholds),
    detectRetryStorm(thresholds),
    detectBurst(thresholds),
    detectSharedKey(thresholds, inFlight),
    detectIntermittent(thresholds),
    detectOutage(thresholds),
    detectToolLoop(thresholds),
  ];
  const asked = detectors.flatMap((detector) => {
    const pattern = findPattern(detector.id);
    return pattern === undefined || severity[detector.id] === 'off' ? [] : [{ detector, pattern }];
  });
  const foundAt = new Map<Pattern['id'], number>();

  const isFirstInWindow = (id: Pattern['id'], at: number): boolean => {
    const last = foundAt.get(id);
    if (last !== undefined && at - last < thresholds.windowSeconds) return false;
    foundAt.set(id, at);
    return true;
  };

  return {
    see(call) {
      const found: Finding[] = [];
      for (const { detector, pattern } of asked) {
        const figures = detector.see(call);
        if (figures === undefined || !isFirstInWindow(pattern.id, call.endedAt)) continue;
        const given = severity[pattern.id];
        found.push(patternFinding(pattern, figures, given === 'off' ? undefined : given));
      }
      return found;
    },
  };
}

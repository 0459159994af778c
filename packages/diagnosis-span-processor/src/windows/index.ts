// Findings over many calls: tells every detector of each call, and lets each speak once per window.
import { type Finding, findPattern, type Pattern, patternFinding } from '@sevenstep/checklist';
import type { Severity } from '@sevenstep/semantic-conventions';
import { burst } from './burst.ts';
import type { EndedCall } from './call.ts';
import type { Detector } from './detector.ts';
import { failFast } from './fail-fast.ts';
import { outage } from './outage.ts';
import { retryStorm } from './retry-storm.ts';
import { intermittent, reproducible } from './same-request.ts';
import { sharedKey } from './shared-key.ts';
import type { WindowThresholds } from './thresholds.ts';
import { toolLoop } from './tool-loop.ts';

/** The windows of one process. */
export interface Windows {
  /** The patterns that this call tripped. */
  see(call: EndedCall): readonly Finding[];
}

/** @param inFlight how many calls have started and not ended */
export function createWindows(
  thresholds: WindowThresholds,
  severity: Readonly<Record<string, Severity | 'off' | undefined>>,
  inFlight: () => number,
): Windows {
  const detectors: readonly Detector[] = [
    failFast(thresholds),
    reproducible(thresholds),
    retryStorm(thresholds),
    burst(thresholds),
    sharedKey(thresholds, inFlight),
    intermittent(thresholds),
    outage(thresholds),
    toolLoop(thresholds),
  ];
  const asked = detectors.flatMap((detector) => {
    const pattern = findPattern(detector.id);
    return pattern === undefined || severity[detector.id] === 'off' ? [] : [{ detector, pattern }];
  });
  const spoken = new Map<Pattern['id'], number>();

  const mayStillSpeak = (id: Pattern['id'], at: number): boolean => {
    const last = spoken.get(id);
    if (last !== undefined && at - last < thresholds.windowSeconds) return false;
    spoken.set(id, at);
    return true;
  };

  return {
    see(call) {
      const found: Finding[] = [];
      for (const { detector, pattern } of asked) {
        const tally = detector.see(call);
        if (tally === undefined || !mayStillSpeak(pattern.id, call.endedAt)) continue;
        const given = severity[pattern.id];
        found.push(patternFinding(pattern, tally, given === 'off' ? undefined : given));
      }
      return found;
    },
  };
}

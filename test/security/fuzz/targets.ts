// The table of fuzzed readers.
import { doctorTargets } from './doctor-targets.ts';
import { simulatorTargets } from './simulator-targets.ts';
import { streamTargets } from './stream-targets.ts';
import type { Target } from './target.ts';
import { textTargets } from './text-targets.ts';

export const targets: readonly Target[] = [
  ...doctorTargets,
  ...simulatorTargets,
  ...streamTargets,
  ...textTargets,
];

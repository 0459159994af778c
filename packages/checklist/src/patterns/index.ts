// Every pattern, in the order of the steps.

import { burst } from './burst.ts';
import { failFast } from './fail-fast.ts';
import { intermittent } from './intermittent.ts';
import { outage } from './outage.ts';
import type { Pattern } from './pattern.ts';
import { reproducible } from './reproducible.ts';
import { retryStorm } from './retry-storm.ts';
import { sharedKey } from './shared-key.ts';
import { toolLoopRunaway } from './tool-loop-runaway.ts';

/** Every pattern. Their ids are in the same list as those of the rules. */
export const patterns: readonly Pattern[] = [
  failFast,
  reproducible,
  retryStorm,
  burst,
  sharedKey,
  intermittent,
  outage,
  toolLoopRunaway,
];

/** The pattern of an id, or `undefined`. */
export function findPattern(id: string): Pattern | undefined {
  return patterns.find((pattern) => pattern.id === id);
}

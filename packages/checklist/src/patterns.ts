// Every finding over many calls, in the order of the steps.
import type { Pattern } from './pattern.ts';
import { failFast } from './rules/3-identity/fail-fast.ts';
import { reproducible } from './rules/4-request/reproducible.ts';
import { burst } from './rules/5-limits/burst.ts';
import { retryStorm } from './rules/5-limits/retry-storm.ts';
import { sharedKey } from './rules/5-limits/shared-key.ts';
import { intermittent } from './rules/6-service/intermittent.ts';
import { outage } from './rules/6-service/outage.ts';
import { toolLoopRunaway } from './rules/7-response/tool-loop-runaway.ts';

/** Findings over many calls. Their ids stand in the same list as those of the rules. */
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

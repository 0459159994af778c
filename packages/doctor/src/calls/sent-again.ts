// Finds calls that a framework sent again, with a separate sibling span for each attempt within one step. Pure.
import { isFailed, retriesBeside } from '@sevenstep/checklist';
import type { Span } from '../spans/span.ts';
import type { Trace } from './trace.ts';

/** The largest difference between the clocks of two spans of one process, in milliseconds. */
const CLOCKS_MS = 5;

type Try = readonly [key: string, span: Span];

/** Maps the key of each repeated call to the key of the failed attempt before it. */
export function sentAgain({ calls, steps = new Map(), parents }: Trace): ReadonlyMap<string, string> {
  const bySteps = new Map<string, Try[]>();
  for (const [key, span] of calls) {
    const step = parents.get(key) ?? '';
    if (!steps.has(step) || !retriesBeside(span.attributes)) continue;
    const tries = bySteps.get(step) ?? [];
    tries.push([key, span]);
    bySteps.set(step, tries);
  }
  return new Map([...bySteps.values()].flatMap(followed));
}

function followed(tries: readonly Try[]): (readonly [string, string])[] {
  const inOrder = tries.toSorted(([, a], [, b]) => a.start - b.start);
  return inOrder.flatMap(([key, { start }], index) => {
    const before = inOrder[index - 1];
    return before !== undefined && isFailed(before[1]) && start >= before[1].end - CLOCKS_MS - CLOCKS_MS
      ? [[key, before[0]] as const]
      : [];
  });
}

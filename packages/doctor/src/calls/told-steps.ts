// Finds steps that count as calls: functions of a framework around its calls, if only they report the failure. Pure.
import { diagnose, isFailed, tellsOfCall } from '@sevenstep/checklist';
import type { Span } from '../spans/span.ts';
import { MOST_PARENTS, type Trace } from './trace.ts';

/**
 * The steps that count as calls, by the key of their id: failed steps without a known failure inside. If a call's
 * span never ended, such as the AI SDK's after an error in a stream, only its step is exported.
 */
export function toldSteps({ calls, steps = new Map(), parents }: Trace): ReadonlyMap<string, Span> {
  const failed = [...steps].filter(([, span]) => isFailed(span));
  if (failed.length === 0) return new Map();
  const [around, aroundFailed] = [new Set<string>(), new Set<string>()];
  for (const [key, span] of [...calls, ...failed])
    for (const outer of outerOf(key, parents)) {
      if (calls.has(key)) around.add(outer);
      if (isFailed(span)) aroundFailed.add(outer);
    }
  return new Map(
    failed.filter(([key, { attributes, statusMessage }]) => {
      if (aroundFailed.has(key)) return false;
      return !around.has(key) || tellsOfCall(diagnose(attributes, { statusMessage }));
    }),
  );
}

function* outerOf(key: string, parents: Trace['parents']): Generator<string> {
  let id = parents.get(key);
  for (let count = 0; id !== undefined && count < MOST_PARENTS; count++) {
    yield id;
    id = parents.get(id);
  }
}

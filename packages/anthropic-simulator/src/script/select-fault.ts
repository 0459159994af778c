// Selects the fault of a script that a request meets.
import { type DrawKey, draw, faultKeys } from './draws.ts';
import type { Fault, FaultCondition, RequestView, Script } from './script.ts';

/** The first fault of the script that applies to the request; an error if a condition of the script throws. */
export function selectFault(script: Script, request: RequestView, key: DrawKey): Fault | Error | undefined {
  const keys = faultKeys(script.faults);
  for (const [index, fault] of script.faults.entries()) {
    if (!applies(fault, request)) continue;
    try {
      if (!(fault.when?.matches?.(request) ?? true)) continue;
    } catch (error) {
      return new Error(`faults[${index}].when.matches threw ${String(error)}`);
    }
    if (isDrawn(fault.when?.probability, key, `fault ${keys[index] ?? index}`)) return fault;
  }
  return undefined;
}

const applies = ({ when = {}, stream }: Fault, request: RequestView): boolean =>
  covers(when.attempt, request.attempt) &&
  covers(when.request, request.ordinal) &&
  (when.path === undefined || when.path === request.path) &&
  (when.model === undefined || when.model === request.model) &&
  (when.stream === undefined || when.stream === request.stream) &&
  (when.untilMs === undefined || request.elapsedMs < when.untilMs) &&
  (stream === undefined || request.stream);

const covers = (numbers: FaultCondition['attempt'], n: number): boolean => {
  if (numbers === undefined) return true;
  if (typeof numbers === 'number') return numbers === n;
  return 'from' in numbers ? n >= numbers.from : numbers.includes(n);
};

const isDrawn = (probability: number | undefined, key: DrawKey, purpose: string): boolean =>
  probability === undefined || draw(key, purpose) < probability;

// Which fault of a script a request meets.
import { type DrawKey, draw, faultKeys } from './draws.ts';
import type { Fault, FaultCondition, RequestView, Script } from './script.ts';

/** The first fault of the script that applies to the request. */
export function selectFault(script: Script, request: RequestView, key: DrawKey): Fault | undefined {
  const keys = faultKeys(script.faults);
  return script.faults.find(
    (fault, index) =>
      applies(fault, request) && isDrawn(fault.when?.probability, key, `fault ${keys[index] ?? index}`),
  );
}

const applies = ({ when = {}, stream }: Fault, request: RequestView): boolean =>
  covers(when.attempt, request.attempt) &&
  covers(when.request, request.ordinal) &&
  (when.path === undefined || when.path === request.path) &&
  (when.model === undefined || when.model === request.model) &&
  (when.stream === undefined || when.stream === request.stream) &&
  (when.untilMs === undefined || request.elapsedMs < when.untilMs) &&
  (stream === undefined || request.stream) &&
  (when.matches === undefined || when.matches(request));

const covers = (numbers: FaultCondition['attempt'], n: number): boolean => {
  if (numbers === undefined) return true;
  if (typeof numbers === 'number') return numbers === n;
  return 'from' in numbers ? n >= numbers.from : numbers.includes(n);
};

const isDrawn = (probability: number | undefined, key: DrawKey, purpose: string): boolean =>
  probability === undefined || draw(key, purpose) < probability;

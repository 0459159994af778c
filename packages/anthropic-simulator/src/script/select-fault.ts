// Which fault of a script a request meets.
import { type DrawKey, draw, faultKeys } from './draws.ts';
import type { Fault, FaultCondition, Script } from './script.ts';

/** What the conditions of a fault look at. */
interface RequestTraits {
  readonly ordinal: number;
  readonly attempt: number;
  readonly path: string;
  readonly model: string | undefined;
  readonly stream: boolean;
  /** Milliseconds from the loading of the script to the request. */
  readonly elapsedMs: number;
}

/** The first fault of the script that applies to the request. */
export function selectFault(script: Script, request: RequestTraits, key: DrawKey): Fault | undefined {
  const keys = faultKeys(script.faults);
  return script.faults.find(
    (fault, index) =>
      applies(fault, request) && isDrawn(fault.when?.probability, key, `fault ${keys[index] ?? index}`),
  );
}

const applies = ({ when = {}, stream }: Fault, request: RequestTraits): boolean =>
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

// The type of a near miss: a rule's own drill with the one deciding fact changed, so that the diagnosis is another.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '../ids/rule-id.ts';

/** The one fact in which a situation only looks like its rule's. */
export interface NearMiss {
  /** The difference, in a user's words: `The reset comes after the last event`. */
  readonly title: string;
  /** Where in the drill the fact stands: `faults.0.response.status`. */
  readonly at: string;
  /** The value in its place; absent if the field is left out. */
  readonly is?: unknown;
  /** The diagnosis then; `undefined` for none. */
  readonly diagnosis: RuleId | undefined;
}

/** The drill of a rule, with its near miss. */
export interface RuleDrill extends Drill {
  readonly nearMiss: NearMiss;
}

/**
 * The near miss of a drill, as a drill.
 *
 * @throws TypeError where the place cannot be in the drill, or has that very value already: then nothing would differ.
 * @example await runDrill(Anthropic, nearMissOf(drills['service.overloaded']), { baseURL: simulator.url });
 */
export function nearMissOf({ nearMiss: { title, at, is }, ...drill }: RuleDrill): Drill {
  const places = at.split('.');
  const last = places.pop() ?? '';
  const other = structuredClone({ ...drill, title });
  let parent: unknown = other;
  for (const place of places) parent = record(parent, at)[place] ??= {};
  const target = record(parent, at);
  if (JSON.stringify(target[last]) === JSON.stringify(is)) {
    throw new TypeError(`nearMiss.at: ${at} is ${JSON.stringify(is)} in the drill already`);
  }
  if (is === undefined) delete target[last];
  else target[last] = is;
  return other;
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new TypeError(`nearMiss.at: there is no ${at} in the drill`);
}

// The id of a rule or pattern, and the check that it names.
import { type AnyCheck, CHECKS } from '@sevenstep/semantic-conventions';

/** `<check>.<slug>`. Stable for ever once released: people alert on it. */
export type RuleId = `${AnyCheck}.${string}`;

/** The check of a rule. */
export function checkOf(id: RuleId): AnyCheck {
  return id.slice(0, id.indexOf('.')) as AnyCheck;
}

/** The step of a rule's check, 1 to 7; 0 where no step is known. */
export function stepOf(id: RuleId): number {
  return (CHECKS as readonly string[]).indexOf(checkOf(id)) + 1;
}

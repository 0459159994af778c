// The catalogue: every rule, in the order of the seven steps, and last what no step is known of.

import { unknownRules } from './0-unknown/index.ts';
import { connectionRules } from './1-connection/index.ts';
import { endpointRules } from './2-endpoint/index.ts';
import { identityRules } from './3-identity/index.ts';
import { requestRules } from './4-request/index.ts';
import { limitsRules } from './5-limits/index.ts';
import { serviceRules } from './6-service/index.ts';
import { responseRules } from './7-response/index.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order of the steps; last the one without a step. Ids are stable once released. */
export const rules: readonly Rule[] = [
  ...connectionRules,
  ...endpointRules,
  ...identityRules,
  ...requestRules,
  ...limitsRules,
  ...serviceRules,
  ...responseRules,
  ...unknownRules,
];

/**
 * The rule of an id, or `undefined`.
 *
 * @example findRule('limits.near')?.action // 'slow_down'
 */
export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}

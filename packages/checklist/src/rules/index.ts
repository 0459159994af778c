// The catalogue: every rule with its page, in the order of the seven steps.
import { unknownPages } from './0-unknown/pages.ts';
import { connectionPages } from './1-connection/pages.ts';
import { endpointPages } from './2-endpoint/pages.ts';
import { identityPages } from './3-identity/pages.ts';
import { requestPages } from './4-request/pages.ts';
import { limitsPages } from './5-limits/pages.ts';
import { servicePages } from './6-service/pages.ts';
import { responsePages } from './7-response/pages.ts';
import { cores } from './cores.ts';
import type { Page, Rule } from './rule.ts';

const PAGES: ReadonlyMap<string, Page> = new Map(
  Object.entries({
    ...connectionPages,
    ...endpointPages,
    ...identityPages,
    ...requestPages,
    ...limitsPages,
    ...servicePages,
    ...responsePages,
    ...unknownPages,
  }),
);

/** Every rule, in the order of the steps; last the one without a step. Ids are stable once released. */
export const rules: readonly Rule[] = cores.flatMap((core) => {
  const page = PAGES.get(core.id);
  return page === undefined ? [] : [{ ...core, ...page }];
});

/**
 * The rule of an id, or `undefined`.
 *
 * @example findRule('limits.near')?.action // 'slow_down'
 */
export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}

// A success that leaves little of a limit.

import { isNear, shareLeft } from '@sevenstep/wire';
import { limitFigures, limitName } from '../../conditions/rate-limit.ts';
import type { Facts, Limit } from '../../facts/facts.ts';
import type { RuleCore } from '../rule.ts';

const near = (facts: Facts): readonly Limit[] =>
  facts.failure === undefined
    ? facts.limits
        .filter((limit) => isNear(limit, facts.thresholds.nearLimitShare))
        .toSorted((a, b) => shareLeft(a) - shareLeft(b) || (a.kind < b.kind ? -1 : 1))
    : [];

export const nearLimit: RuleCore = {
  id: 'limits.near',
  severity: 'warning',
  specificity: 3,
  action: 'slow_down',
  retryable: true,
  summary: (facts) =>
    `Less than ${Number((facts.thresholds.nearLimitShare * 100).toPrecision(2))} % of the limit of ${limitName(near(facts)[0]?.kind ?? 'requests')} is left`,
  cause: 'This call succeeded; at this pace the next ones get a 429.',
  fix: 'Slow down or spread calls before they fail, or have the limit raised on the Limits page of the Claude Console.',
  match: (facts) => {
    const limits = near(facts);
    return limits.length === 0 ? undefined : limits.map(limitFigures);
  },
  // Low figures after a 429 are no news.
  dependsOn: ['limits.recovered'],
};

// A success that leaves little of a limit.

import { limitFigures, limitName } from '../../conditions/rate-limit.ts';
import type { Facts, Limit } from '../../facts/facts.ts';
import type { RuleCore } from '../rule.ts';

/** The share of it that is left. */
const share = ({ limit, remaining, utilization }: Limit): number => {
  if (utilization !== undefined) return 1 - utilization;
  return limit === undefined || remaining === undefined || limit <= 0 ? 1 : remaining / limit;
};

const near = (facts: Facts): readonly Limit[] =>
  facts.failure === undefined
    ? facts.limits
        .filter((limit) => share(limit) < facts.thresholds.nearLimitShare)
        .toSorted((a, b) => share(a) - share(b) || (a.kind < b.kind ? -1 : 1))
    : [];

export const nearLimit: RuleCore = {
  id: 'limits.near',
  severity: 'warning',
  specificity: 3,
  action: 'slow_down',
  retryable: true,
  summary: (facts) =>
    `Less than ${Math.round(facts.thresholds.nearLimitShare * 100)} % of the limit of ${limitName(near(facts)[0]?.kind ?? 'requests')} is left`,
  cause: 'This call succeeded; at this pace the next ones get a 429.',
  fix: 'Slow down or spread calls before they fail, or have the limit raised on the Limits page of the Claude Console.',
  match: (facts) => {
    const limits = near(facts);
    return limits.length === 0 ? undefined : limits.map(limitFigures);
  },
  // Low figures after a 429 are no news.
  dependsOn: ['limits.recovered'],
};

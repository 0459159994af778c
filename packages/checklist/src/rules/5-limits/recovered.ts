// A 429, and a later attempt that succeeded.

import { recoveredFrom } from '../../conditions/basic.ts';
import { exhaustedKind, limitName } from '../../conditions/rate-limit.ts';
import type { Facts, RetriedAttempt } from '../../facts/facts.ts';
import { retryEvidence } from '../../texts/evidence.ts';
import { duration, list, plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const failed = (facts: Facts): readonly RetriedAttempt[] => recoveredFrom(facts, 'rate_limit');

export const limitsRecovered: RuleCore = {
  id: 'limits.recovered',
  severity: 'info',
  specificity: 2,
  action: 'slow_down',
  retryable: true,
  summary: (facts) => {
    const attempts = failed(facts).length;
    const kind = facts.exhausted.length === 0 ? undefined : exhaustedKind(facts);
    return `The call succeeded after ${plural(attempts, 'attempt')} over the limit${kind === undefined ? '' : ` of ${limitName(kind)}`}`;
  },
  cause: (facts) =>
    `The SDK waited${facts.waitedSeconds === undefined ? '' : ` ${duration(facts.waitedSeconds)}`} and tried again. The wait is part of what the user sees.`,
  fix: 'Slow down or spread calls if this happens often; raise the limit if you expect this traffic.',
  match: (facts) => {
    const attempts = failed(facts);
    if (attempts.length === 0) return undefined;
    return [
      ...retryEvidence(facts, attempts),
      ...list(facts.exhausted.length > 0 && `at 0: ${facts.exhausted.map(limitName).join(', ')}`),
    ];
  },
};

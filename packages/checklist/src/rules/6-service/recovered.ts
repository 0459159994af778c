// The API failed an attempt, and a later one succeeded.

import { recoveredFrom, wasAnswered } from '../../conditions/basic.ts';
import type { Facts, RetriedAttempt } from '../../facts/facts.ts';
import { retryEvidence } from '../../texts/evidence.ts';
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const failed = (facts: Facts): readonly RetriedAttempt[] => [
  ...recoveredFrom(facts, 'overloaded', 'server', 'conflict', 'rejected'),
  // A 408; the client's own timeout has no status.
  ...recoveredFrom(facts, 'timeout').filter(wasAnswered),
];

export const serviceRecovered: RuleCore = {
  id: 'service.recovered',
  severity: 'info',
  specificity: 2,
  action: 'none',
  retryable: true,
  summary: (facts) => `The call succeeded after the API failed ${plural(failed(facts).length, 'attempt')}`,
  cause: 'The API was overloaded, busy with another request or had an error for a moment. A retry succeeded.',
  fix: 'Change nothing; alert on the share of such calls rather than on one.',
  match: (facts) => {
    const attempts = failed(facts);
    return attempts.length === 0 ? undefined : retryEvidence(facts, attempts);
  },
};

// An attempt had no response, and a later one succeeded.

import { recoveredFrom, wasAnswered } from '../../conditions/basic.ts';
import type { Facts, RetriedAttempt } from '../../facts/facts.ts';
import { retryEvidence } from '../../texts/evidence.ts';
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const failed = (facts: Facts): readonly RetriedAttempt[] =>
  recoveredFrom(facts, 'connection', 'timeout').filter((attempt) => !wasAnswered(attempt));

export const connectionRecovered: RuleCore = {
  id: 'connection.recovered',
  severity: 'warning',
  specificity: 2,
  action: 'fix_network',
  retryable: true,
  summary: (facts) =>
    `The call succeeded after ${plural(failed(facts).length, 'attempt')} without a response`,
  cause: 'The network failed for a moment, or the client timed out. A retry succeeded.',
  fix: "Check the idle timeouts of proxies and the client's `timeout` if this happens often.",
  match: (facts) => {
    const attempts = failed(facts);
    return attempts.length === 0 ? undefined : retryEvidence(facts, attempts);
  },
};

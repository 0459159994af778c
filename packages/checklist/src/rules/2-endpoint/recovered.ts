// A gateway failed an attempt, and a later one succeeded.

import { recoveredFrom } from '../../conditions/basic.ts';
import type { Facts, RetriedAttempt } from '../../facts/facts.ts';
import { retryEvidence } from '../../texts/evidence.ts';
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const failed = (facts: Facts): readonly RetriedAttempt[] => recoveredFrom(facts, 'gateway');

export const endpointRecovered: RuleCore = {
  id: 'endpoint.recovered',
  severity: 'warning',
  specificity: 2,
  action: 'fix_endpoint',
  retryable: true,
  summary: (facts) => `The call succeeded after a gateway failed ${plural(failed(facts).length, 'attempt')}`,
  cause: "An intermediary answered with an error in the API's place. A retry succeeded.",
  fix: 'Look into the log of the gateway or proxy at the time of the attempt; retries hide its failures until they run out.',
  match: (facts) => {
    const attempts = failed(facts);
    return attempts.length === 0 ? undefined : retryEvidence(facts, attempts);
  },
};

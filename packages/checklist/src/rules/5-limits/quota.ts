// A spend limit in the clothes of a rate limit.

import { isOwnSpendLimit, isQuota, isSubscription } from '../../conditions/rate-limit.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const quota: RuleCore = {
  id: 'limits.quota',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: (facts) =>
    isSubscription(facts)
      ? 'The usage limit of the Claude subscription is reached'
      : isOwnSpendLimit(facts)
        ? 'The spend limit set for the organization or workspace is reached'
        : "The spend limit of the organization's tier or contract is reached",
  cause:
    'Waiting some seconds does not help, whatever the status: calls fail until the limit is raised or its period ends.',
  fix: (facts) =>
    isSubscription(facts)
      ? 'Switch extra usage on at claude.ai/settings/usage, or call with a key of the Claude Console; else stop until the time that the message names.'
      : isOwnSpendLimit(facts)
        ? 'Raise or remove the spend limit on the Billing page of the Claude Console, and stop retrying until then.'
        : 'Request a higher limit on the Billing page of the Claude Console, and stop retrying until then.',
  match: (facts) => (isQuota(facts) ? answerEvidence(facts) : undefined),
};

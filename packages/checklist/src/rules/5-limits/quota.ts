// A spend limit in the clothes of a rate limit.

import { isQuota } from '../../conditions/rate-limit.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const quota: Rule = {
  id: 'limits.quota',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: "The spend limit of the organization's tier or contract is reached",
  cause:
    'Status and type are those of a rate limit, but no pause of seconds helps: calls fail until the limit is raised or its month ends.',
  fix: 'Request a higher limit on the Billing page of the Claude Console, and stop retrying until then.',
  confirm: 'Open the Billing page of the Claude Console: usage of the month stands at the limit.',
  sample: 'billing',
  match: (facts) => (isQuota(facts) ? answerEvidence(facts) : undefined),
  sources: [
    'G0',
    'https://platform.claude.com/docs/en/api/rate-limits',
    '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts EnforcedSpendLimitReachedError',
  ],
};

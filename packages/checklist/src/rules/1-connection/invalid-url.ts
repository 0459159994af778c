// The base URL is not one that can be called.

import { unsendable } from '../../conditions/unsendable-header.ts';
import { NO_URL } from '../../facts/error-sentence.ts';
import { connectionEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const CODES = /^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL)$/;
export const invalidUrl: RuleCore = {
  id: 'connection.invalid_url',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: false,
  summary: 'The request URL is not valid, so nothing was sent',
  cause:
    'The base URL has another scheme than `http:` or `https:`, an invalid character, a user name or password, or a port that `fetch` blocks.',
  fix: 'Write baseURL or ANTHROPIC_BASE_URL as `https://host`, without blanks, without credentials and without `/v1`.',
  match: (facts) => {
    const local = facts.failure === 'connection' || facts.failure === 'client' || facts.failure === 'unknown';
    if (!local || facts.status !== undefined || unsendable(facts) !== undefined) return undefined;
    return CODES.test(facts.causeCode ?? '') || NO_URL.test(facts.sentence)
      ? connectionEvidence(facts)
      : undefined;
  },
};

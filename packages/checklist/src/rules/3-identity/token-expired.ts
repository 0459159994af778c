// An access token in place of a key, past its time.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts/facts.ts';
import { cloudCodedAs } from '../../matching/cloud-codes.ts';
import { answered, says } from '../../matching/match.ts';
import type { Rule } from '../../rule.ts';

const isExpired = (facts: Facts): boolean =>
  cloudCodedAs(facts, 'identity.token_expired') ||
  (answered(facts, 401, 'authentication_error') && says(facts, 'tokenExpired') !== undefined) ||
  // AWS answers 403 or 400.
  (facts.failure === 'answer' && !facts.foreign && says(facts, 'bedrockToken') !== undefined);

export const tokenExpired: Rule = {
  id: 'identity.token_expired',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The access token has expired',
  cause: 'The call was made with a token of limited life, not with a key, and nobody renewed it in time.',
  fix: 'Refresh the token and pass the new one as `authToken`, or let the client fetch tokens through `credentials`.',
  confirm: 'Decode when the token ends, or compare the time of the error with the time it was fetched.',
  sample: 'token',
  match: (facts) => (isExpired(facts) ? answerEvidence(facts) : undefined),
  sources: ['https://github.com/anthropics/claude-code/issues/6459'],
};

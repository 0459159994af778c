// A refusal of the key was tried again.

import type { Facts } from '../../facts/facts.ts';
import { retryEvidence } from '../../texts/evidence.ts';
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const refused = ({ retried }: Facts) => retried.filter(({ failure }) => failure === 'unauthorized');

export const retried: RuleCore = {
  id: 'identity.retried',
  severity: 'warning',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) => `The request was sent again after ${plural(refused(facts).length, 'refusal')} with 401`,
  cause:
    'The API rejects the same key again. A retry only helps if the token was renewed meanwhile; then renew it earlier.',
  fix: 'Stop at the first 401 or 403, in middleware too. If you use tokens, let the client renew them by `credentials` before they expire.',
  match: (facts) => {
    const attempts = refused(facts);
    return attempts.length === 0 ? undefined : retryEvidence(facts, attempts);
  },
};

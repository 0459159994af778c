// The workspace's own encryption key is not usable.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const encryptionKey: RuleCore = {
  id: 'identity.encryption_key',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: "The workspace's own encryption key cannot be used",
  cause:
    'The workspace encrypts with a key of the customer, and the key is disabled, revoked or out of reach for the API.',
  fix: "Enable the key in the key management service and let the service's network rules admit the API; then send the request again.",
  match: (facts) => (codedAs(facts, 'identity.encryption_key') ? answerEvidence(facts) : undefined),
};

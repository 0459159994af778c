// The workspace's encryption could not be reached.

import { codedAs } from '../../conditions/basic.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const encryptionUnavailable: RuleCore = {
  id: 'service.encryption_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'wait_and_retry',
  retryable: true,
  summary: "The workspace's encryption key or settings could not be reached",
  cause: 'The API refused the request because it could not encrypt for this workspace at the moment.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry in a few minutes')}; if it lasts, check that the key is available in the key management service, then contact support.`,
  match: (facts) => (codedAs(facts, 'service.encryption_unavailable') ? answerEvidence(facts) : undefined),
};

// A body that took too long to arrive.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const uploadTimeout: RuleCore = {
  id: 'request.upload_timeout',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: true,
  summary: 'The request body did not arrive in time',
  cause: 'The connection is too slow for such a large body, or a proxy holds it back.',
  fix: 'Upload files through the Files API and refer to them, or resize images, so that the body is small.',
  match: (facts) => (badRequestAbout(facts, 'request.upload_timeout') ? answerEvidence(facts) : undefined),
};

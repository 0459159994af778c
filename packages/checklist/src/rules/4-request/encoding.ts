// An encoding or charset that the API does not take.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const encoding: RuleCore = {
  id: 'request.encoding',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The encoding of the request body is not accepted',
  cause:
    'The body does not fit its `Content-Encoding`, or the header names an encoding or charset that the API does not know.',
  fix: 'Remove `content-encoding` and the charset of `content-type` from `defaultHeaders`. If a gateway compresses request bodies, let it pass them unchanged.',
  match: (facts) => (badRequestAbout(facts, 'request.encoding') ? answerEvidence(facts) : undefined),
};

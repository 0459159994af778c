// A body that is not JSON.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const malformedJson: RuleCore = {
  id: 'request.malformed_json',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The request body is not valid JSON',
  cause:
    'The SDK writes valid JSON, so the text itself is the usual reason: half of a surrogate pair, left by cutting a string.',
  fix: 'Send text through `toWellFormed()` after cutting it; where a gateway rewrites bodies, compare with a request straight to the API.',
  match: (facts) =>
    badRequestAbout(facts, 'request.malformed_json', 'notJson') ? answerEvidence(facts) : undefined,
};

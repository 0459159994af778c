// A body that is not JSON.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
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
    'The SDK writes valid JSON. The usual reason is a string that was cut in the middle of an emoji or a rare character.',
  fix: 'Send strings through `toWellFormed()` after you cut them. If a gateway rewrites bodies, send the request straight to the API.',
  match: (facts) =>
    badRequestAbout(facts, 'request.malformed_json', phrases.notJson) ? answerEvidence(facts) : undefined,
};

// Content without text.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const emptyContent: RuleCore = {
  id: 'request.empty_content',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A message or text block has no text in it',
  cause:
    'Text blocks must have text that is not only blanks, and an assistant message at the end may not end in blanks.',
  fix: 'Trim `content` and leave out messages and blocks that are empty before the call.',
  match: (facts) =>
    badRequestAbout(facts, 'request.empty_content', phrases.emptyContent) ? answerEvidence(facts) : undefined,
};

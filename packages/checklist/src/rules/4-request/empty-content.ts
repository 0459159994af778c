// Content without text.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const emptyContent: Rule = {
  id: 'request.empty_content',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A message or text block has no text in it',
  cause:
    'Text blocks must have text that is not only blanks, and a last assistant message may not end in blanks.',
  fix: 'Trim `content` and leave out messages and blocks that are empty before the call.',
  confirm: 'Look for `content` of `""`, `[]` or blanks, such as the answer of a tool that found nothing.',
  sample: 'messages',
  match: (facts) =>
    badRequestAbout(facts, 'request.empty_content', 'emptyContent') ? answerEvidence(facts) : undefined,
  sources: ['G1', 'G3', 'https://github.com/anthropics/claude-code/issues/59812'],
};

// A thread that cannot be continued.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const thread: RuleCore = {
  id: 'request.thread',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The thread cannot be continued from there',
  cause: (facts) =>
    `The API gives the reason ${clip(facts.errorCode ?? '', 60)}: the state is gone, was continued already, or the request differs from it.`,
  fix: 'Continue from the id of the latest response, or send the full conversation with `thread: {"type": "create"}`.',
  match: (facts) => (badRequestAbout(facts, 'request.thread') ? answerEvidence(facts) : undefined),
};

// No message at all.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const messagesEmpty: RuleCore = {
  id: 'request.messages_empty',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: '`messages` is empty',
  cause: 'The API needs at least one message, from the user.',
  fix: 'Set `messages` to at least one user message; check what filters or trims the history before the call.',
  match: (facts) =>
    badRequestAbout(facts, 'request.messages_empty', phrases.messagesEmpty)
      ? answerEvidence(facts)
      : undefined,
};

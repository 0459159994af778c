// No message at all.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const messagesEmpty: Rule = {
  id: 'request.messages_empty',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: '`messages` is empty',
  cause: 'The API needs at least one message, from the user.',
  fix: 'Set `messages` to at least one user message; check what filters or trims the history before the call.',
  confirm: 'Log `messages.length` right before the call.',
  sample: 'messages',
  match: (facts) =>
    badRequestAbout(facts, 'request.messages_empty', 'messagesEmpty') ? answerEvidence(facts) : undefined,
  sources: ['G3', 'https://github.com/langgenius/dify/pull/1893'],
};

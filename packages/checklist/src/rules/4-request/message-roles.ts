// Roles in an order that the API does not take.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const messageRoles: RuleCore = {
  id: 'request.message_roles',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The roles of `messages` are not in an order that the API takes',
  cause:
    'Messages have the role `user` or `assistant`; the system prompt is the parameter `system`. Some models do not continue an `assistant` message.',
  fix: 'Change `messages` so that it begins and ends with a user message, and move system text to `system`.',
  match: (facts) =>
    badRequestAbout(facts, 'request.message_roles', phrases.messageRoles) ? answerEvidence(facts) : undefined,
};

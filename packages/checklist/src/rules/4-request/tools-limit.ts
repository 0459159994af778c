// Too many tools.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const toolsLimit: Rule = {
  id: 'request.tools_limit',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The request has more tools than are accepted',
  cause: 'The tools that are available after a message exceed a limit on their number or size.',
  fix: 'Lower the number of `tools`, shorten their descriptions, or let tool search load them.',
  confirm: 'Log `tools.length` and the size of `tools` as JSON.',
  sample: 'tool',
  match: (facts) => (badRequestAbout(facts, 'request.tools_limit') ? answerEvidence(facts) : undefined),
  sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts AvailableToolsLimitExceededError'],
};

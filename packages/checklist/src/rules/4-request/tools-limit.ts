// Too many tools.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const toolsLimit: RuleCore = {
  id: 'request.tools_limit',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The request has more tools than are accepted',
  cause: 'The tools that are available after a message exceed a limit on their number or size.',
  fix: 'Lower the number of `tools`, shorten their descriptions, or let tool search load them.',
  match: (facts) => (badRequestAbout(facts, 'request.tools_limit') ? answerEvidence(facts) : undefined),
};

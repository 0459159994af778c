// Tool uses and tool results that do not belong together.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const toolUseMismatch: RuleCore = {
  id: 'request.tool_use_mismatch',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A `tool_use` and its `tool_result` do not match',
  cause:
    'Each `tool_use` block needs a `tool_result` with its id in the next user message. A `tool_result` needs its `tool_use` in the message before.',
  fix: 'Send a `tool_result` for every `tool_use` of the last answer, even for tools that failed. If you shorten the history, remove whole rounds.',
  match: (facts) =>
    badRequestAbout(facts, 'request.tool_use_mismatch', phrases.toolUseMismatch)
      ? answerEvidence(facts)
      : undefined,
};

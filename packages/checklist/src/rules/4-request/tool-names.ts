// Tools whose names clash or lead nowhere.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const toolNames: RuleCore = {
  id: 'request.tool_names',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A tool name of the request is used twice, not allowed or not defined',
  cause:
    'Each tool needs its own name, of letters, digits, `_` and `-`; tools of MCP servers and built-in tools count, too.',
  fix: 'Change `tools` so that each name appears once, such as with a prefix for each MCP server.',
  match: (facts) =>
    badRequestAbout(facts, 'request.tool_names', phrases.toolNames) ? answerEvidence(facts) : undefined,
};

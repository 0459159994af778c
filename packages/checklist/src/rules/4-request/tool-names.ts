// Tools whose names clash or lead nowhere.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const toolNames: Rule = {
  id: 'request.tool_names',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'A tool name of the request is taken twice, not allowed or not defined',
  cause:
    'Each tool needs a name of its own, of letters, digits, `_` and `-`; servers of MCP and built-in tools count, too.',
  fix: 'Change `tools` so that each name is there once, such as with a prefix for each MCP server.',
  confirm: 'Log the names: `tools.map(({ name }) => name)`.',
  sample: 'tool',
  match: (facts) =>
    badRequestAbout(facts, 'request.tool_names', 'toolNames') ? answerEvidence(facts) : undefined,
  sources: [
    'G4',
    'https://github.com/anthropics/claude-code/issues/10687',
    '@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts ToolNameConflictError',
  ],
};

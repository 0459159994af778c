// A tool's schema is not valid.

import { badRequestAbout, says } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const toolSchema: RuleCore = {
  id: 'request.tool_schema',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    `The input schema of tool ${says(facts, phrases.toolSchema)?.tool ?? ''} is not valid`.replace('  ', ' '),
  cause: '`input_schema` must be JSON Schema of draft 2020-12 with `type: "object"` at its root.',
  fix: (facts) =>
    `Change \`tools[${says(facts, phrases.toolSchema)?.tool ?? 'n'}].input_schema\`; the first tool has the number 0.`,
  match: (facts) =>
    badRequestAbout(facts, 'request.tool_schema', phrases.toolSchema) ? answerEvidence(facts) : undefined,
};

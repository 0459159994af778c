// Tool input that is not JSON.

import { saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const toolInputInvalid: RuleCore = {
  id: 'response.tool_input_invalid',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: true,
  summary: "The model's input for a tool is not valid JSON",
  cause: 'A stream of tool input that is cut off at `max_tokens` does not parse.',
  fix: 'Raise `max_tokens`, ask for smaller tool inputs, or switch fine-grained tool streaming off.',
  match: (facts) =>
    facts.failure !== undefined && facts.failure !== 'answer' && saysAny(facts, phrases.toolInput)
      ? list(
          `"${clip(facts.sentence, 200)}"`,
          facts.stopReason !== undefined && `stop_reason ${clip(facts.stopReason, 60)}`,
        )
      : undefined,
};

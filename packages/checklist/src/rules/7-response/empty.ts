// An answer without content.

import type { Facts } from '../../facts/facts.ts';
import { tokenEvidence } from '../../texts/evidence.ts';
import { count, list, plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const isEmpty = ({ failure, stopReason, contentBlocks, stream }: Facts): boolean =>
  failure === undefined &&
  stopReason === 'end_turn' &&
  (contentBlocks === 0 || (stream.outcome === 'completed' && stream.characters === 0));

export const empty: RuleCore = {
  id: 'response.empty',
  severity: 'warning',
  specificity: 3,
  action: 'review_output',
  retryable: false,
  summary: 'The answer has no content',
  cause:
    'The model ended its turn right away. Often a text block follows the tool results, or the conversation already ends with a complete answer.',
  fix: 'Remove text blocks that follow a `tool_result`, trim the history, and end it with a question; do not retry unchanged.',
  match: (facts) =>
    isEmpty(facts)
      ? [
          'stop_reason end_turn',
          ...list(
            facts.stream.events !== undefined && plural(facts.stream.events, 'event'),
            facts.contextInputTokens !== undefined && `${count(facts.contextInputTokens)} input tokens`,
          ),
          ...tokenEvidence(facts),
        ]
      : undefined,
};

// The answer ends where the context window ends.
import { tokenEvidence } from '../../texts/evidence.ts';
import { count, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const responseContextWindow: RuleCore = {
  id: 'response.context_window',
  severity: 'warning',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: "The answer was cut off at the end of the model's context window",
  cause:
    'Prompt and answer together filled the window before the answer was whole; a higher `max_tokens` does not help.',
  fix: 'Trim or summarize the history, then ask for the rest in a new user message.',
  match: (facts) =>
    facts.stopReason === 'model_context_window_exceeded'
      ? [
          'stop_reason model_context_window_exceeded',
          ...list(
            facts.contextInputTokens !== undefined && `${count(facts.contextInputTokens)} input tokens`,
          ),
          ...tokenEvidence(facts),
        ]
      : undefined,
};

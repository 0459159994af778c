// The model declined.
import { tokenEvidence } from '../../texts/evidence.ts';
import { list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const refusal: RuleCore = {
  id: 'response.refusal',
  severity: 'warning',
  specificity: 3,
  action: 'review_output',
  retryable: false,
  summary: 'The model declined to answer',
  cause: 'The call succeeded, and its result is a refusal. The text before it may break off anywhere.',
  fix: 'Handle `stop_reason: "refusal"` as its own kind of result, and remove or reword the declined turn before going on.',
  match: (facts) =>
    facts.stopReason === 'refusal'
      ? list('stop_reason refusal', ...tokenEvidence(facts).slice(0, 1))
      : undefined,
};

// Another vendor's key.

import { keyRefused } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const keyWrongProvider: RuleCore = {
  id: 'identity.key_wrong_provider',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The key belongs to another vendor',
  cause: "Its prefix is another vendor's. Keys of the Claude API begin with `sk-ant-`.",
  fix: 'Set ANTHROPIC_API_KEY to a key that begins with `sk-ant-`, from the Claude Console under API keys.',
  match: (facts) =>
    keyRefused(facts, 'other_vendor') ? [...answerEvidence(facts), 'key shape other_vendor'] : undefined,
};

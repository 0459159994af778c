// Sample text where the key should be.

import { keyRefused } from '../../conditions/basic.ts';
import { unsendable } from '../../conditions/unsendable-header.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const keyPlaceholder: RuleCore = {
  id: 'identity.key_placeholder',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The key is a placeholder',
  cause: 'The value is sample text, as in an example file that was copied and not filled in.',
  fix: 'Replace it with a key that begins with `sk-ant-`, from the Claude Console under API keys.',
  match: (facts) =>
    keyRefused(facts, 'placeholder') || unsendable(facts)?.kind === 'placeholder'
      ? [...answerEvidence(facts), 'key shape placeholder']
      : undefined,
};

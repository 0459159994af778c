// No room for files.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const fileStorage: RuleCore = {
  id: 'limits.file_storage',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: "The organization's storage for files is full",
  cause: 'Uploaded files stay until they are deleted or expire, and count together.',
  fix: 'Delete files that are not needed with `client.beta.files.delete()`, then upload again.',
  match: (facts) => (codedAs(facts, 'limits.file_storage') ? answerEvidence(facts) : undefined),
};

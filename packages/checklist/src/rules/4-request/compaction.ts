// A compaction block that does not fit.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const compaction: RuleCore = {
  id: 'request.compaction',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The `compaction` block of the conversation cannot be used',
  cause: (facts) =>
    `The API gives the reason ${clip(facts.errorCode ?? '', 60)}: the block is misplaced, changed, doubled, or does not fit the conversation.`,
  fix: 'Send the last `compaction` block back unchanged, as the first block, and leave older ones out.',
  match: (facts) => (badRequestAbout(facts, 'request.compaction') ? answerEvidence(facts) : undefined),
};

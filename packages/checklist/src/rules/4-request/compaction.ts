// A compaction block that does not fit.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const compaction: Rule = {
  id: 'request.compaction',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The `compaction` block of the conversation cannot be used',
  cause: (facts) =>
    `The API gives the reason ${clip(facts.errorCode ?? '', 60)}: the block is misplaced, changed, doubled, or does not fit the conversation.`,
  fix: 'Send the last `compaction` block back unchanged, as the first block, and leave older ones out.',
  confirm: 'Compare the block that is sent with the one that was returned, byte by byte.',
  sample: 'thread',
  match: (facts) => (badRequestAbout(facts, 'request.compaction') ? answerEvidence(facts) : undefined),
  sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts CompactionBlockMisplacedError'],
};

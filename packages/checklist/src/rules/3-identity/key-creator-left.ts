// The key's owner is gone.

import { codedAs } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const keyCreatorLeft: RuleCore = {
  id: 'identity.key_creator_left',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The user who created the key is no longer a member',
  cause:
    'A key of the Claude Code workspace works only while its creator belongs to the organization and that workspace.',
  fix: 'Create a key in another workspace, or under a member who stays, and set ANTHROPIC_API_KEY to it.',
  match: (facts) => (codedAs(facts, 'identity.key_creator_left') ? answerEvidence(facts) : undefined),
};

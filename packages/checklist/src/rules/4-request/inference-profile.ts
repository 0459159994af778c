// Bedrock wants an inference profile.

import { says } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const inferenceProfile: Rule = {
  id: 'request.inference_profile',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'Bedrock serves this model only through an inference profile',
  cause: 'Newer models are not offered on demand under their plain id.',
  fix: 'Set `model` to the id of an inference profile, such as one with the prefix `us.`, `eu.` or `global.`.',
  confirm: 'List them: `aws bedrock list-inference-profiles`.',
  sample: 'cloud',
  match: (facts) =>
    facts.failure === 'answer' && !facts.foreign && says(facts, 'bedrockProfile') !== undefined
      ? answerEvidence(facts)
      : undefined,
  sources: ['G4', 'https://github.com/anthropics/claude-code/issues/1466'],
};

// Bedrock wants an inference profile.

import { isApiAnswer, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const inferenceProfile: RuleCore = {
  id: 'request.inference_profile',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'Bedrock serves this model only through an inference profile',
  cause: 'Newer models are not offered on demand under their plain id.',
  fix: 'Set `model` to the id of an inference profile, such as one with the prefix `us.`, `eu.` or `global.`.',
  match: (facts) =>
    isApiAnswer(facts) && saysAny(facts, phrases.bedrockProfile) ? answerEvidence(facts) : undefined,
};

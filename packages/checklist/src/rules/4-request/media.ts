// An image or a document that the API does not take.

import { badRequestAbout } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const media: RuleCore = {
  id: 'request.media',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'An image or document of the request is not accepted',
  cause: (facts) =>
    facts.sentence === ''
      ? 'The API does not accept its size, dimensions or type.'
      : `The API says: "${clip(facts.sentence, 200)}".`,
  fix: 'Change the image or document that the message names: resize it, set `media_type` to what the bytes are, or upload it through the Files API.',
  match: (facts) =>
    badRequestAbout(facts, 'request.media', phrases.media) ? answerEvidence(facts) : undefined,
};

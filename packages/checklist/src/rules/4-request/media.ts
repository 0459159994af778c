// An image or a document that the API does not take.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const media: Rule = {
  id: 'request.media',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'An image or document of the request is not accepted',
  cause: (facts) =>
    facts.sentence === ''
      ? 'Its size, its dimensions or its type are outside of what the API takes.'
      : `The API says of it: "${clip(facts.sentence, 200)}".`,
  fix: 'Change the image or document that the message names: resize it, set `media_type` to what the bytes are, or upload it through the Files API.',
  confirm: 'Decode the base64 text and open the file; compare its type with `media_type`.',
  sample: 'image',
  match: (facts) => (badRequestAbout(facts, 'request.media', 'media') ? answerEvidence(facts) : undefined),
  sources: [
    'G4',
    'https://github.com/anthropics/claude-code/issues/10612',
    'https://platform.claude.com/docs/en/build-with-claude/vision',
    '@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts ImageDimensionsTooLargeError',
  ],
};

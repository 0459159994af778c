// An encoding or charset that the API does not take.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const encoding: Rule = {
  id: 'request.encoding',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The encoding of the request body is not accepted',
  cause:
    'The body does not fit its `Content-Encoding`, or the header names an encoding or charset that the API does not know.',
  fix: 'Remove `content-encoding` and the charset of `content-type` from `defaultHeaders`, or let the gateway that compresses pass bodies through.',
  confirm: 'Print the headers that leave the process, and those that arrive behind the gateway.',
  sample: 'baseUrl',
  match: (facts) => (badRequestAbout(facts, 'request.encoding') ? answerEvidence(facts) : undefined),
  sources: [
    '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts RequestBodyEncodingInvalidError',
    '@anthropic-ai/sdk 1.12.0 src/resources/beta/beta.ts BetaUnsupportedCharsetError',
  ],
};

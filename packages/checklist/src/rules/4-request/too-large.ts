// The body has too many bytes.

import { answered } from '../../conditions/basic.ts';
import { answerEvidence, gatewayEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const tooLarge: RuleCore = {
  id: 'request.too_large',
  severity: 'error',
  specificity: 2,
  action: 'fix_request',
  retryable: false,
  summary: 'The request body has more bytes than are accepted',
  cause: (facts) =>
    facts.fromApi
      ? 'Bytes count here, not tokens: images and documents inside the request are the usual reason.'
      : 'Bytes count here, not tokens. The answer shows no request-id: a gateway with a lower bound may have sent it.',
  fix: (facts) =>
    `Upload files through the Files API and refer to them, or resize images${facts.fromApi ? '' : '; raise the body limit of the gateway, such as `client_max_body_size`'}.`,
  match: (facts) =>
    answered(facts, 413, 'request_too_large')
      ? [...answerEvidence(facts), ...(facts.fromApi ? [] : gatewayEvidence(facts).slice(1))]
      : undefined,
};

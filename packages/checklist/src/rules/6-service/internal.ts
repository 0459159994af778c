// An error inside the API.

import { answered, hasDecidingErrorType } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import { retryAdvice } from '../../conditions/waiting.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const internal: RuleCore = {
  id: 'service.internal',
  severity: 'error',
  specificity: 2,
  action: 'wait_and_retry',
  retryable: true,
  summary: 'The API had an internal error',
  cause: 'It usually passes within seconds. If the same request fails every time, only Anthropic can fix it.',
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; if the same request always fails, contact support${facts.requestId === undefined ? '' : ` with ${clip(facts.requestId, 60)}`}.`,
  match: (facts) =>
    cloudCodedAs(facts, 'service.internal') ||
    (answered(facts, 500, 'api_error') && !hasDecidingErrorType(facts))
      ? answerEvidence(facts)
      : undefined,
};

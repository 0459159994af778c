// The SDK wants a stream.

import { saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { count } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const streamingRequired: RuleCore = {
  id: 'request.streaming_required',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    `The SDK rejects such a long call without streaming${facts.maxTokens === undefined ? '' : `: \`max_tokens\` ${count(facts.maxTokens)}`}`,
  cause:
    'The answer could take more than 10 minutes. A connection that is silent for so long breaks. Nothing was sent.',
  fix: 'Stream the answer with `client.messages.stream()`, lower `max_tokens`, or set `timeout` on the call.',
  match: (facts) =>
    (facts.failure === 'client' || facts.failure === 'unknown' || facts.failure === 'answer') &&
    saysAny(facts, phrases.streamingRequired)
      ? answerEvidence(facts)
      : undefined,
};

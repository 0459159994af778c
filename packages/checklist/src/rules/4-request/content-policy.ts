// The API filters what the model wrote.

import { saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const contentPolicy: RuleCore = {
  id: 'request.content_policy',
  severity: 'error',
  specificity: 3,
  action: 'review_output',
  retryable: false,
  summary: 'The API blocked the output by its content filter',
  cause:
    'The model had begun to answer. A filter blocked the text, for example a long quotation of published work.',
  fix: 'Change the prompt to ask for less verbatim text, such as a summary, or split the task. The same request is blocked again.',
  match: (facts) =>
    (facts.failure === 'answer' || facts.failure === 'stream') &&
    !facts.foreign &&
    saysAny(facts, phrases.contentFilter)
      ? answerEvidence(facts)
      : undefined,
};

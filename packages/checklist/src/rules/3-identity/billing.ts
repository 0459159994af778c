// The account cannot pay for the call, or a limit forbids it.

import { answered, codedAs, isApiAnswer, isBadRequest, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const isExtraUsage = (facts: Facts): boolean => isBadRequest(facts) && saysAny(facts, phrases.extraUsage);

/** The project of Vertex AI has no account that pays. */
const isUnbilled = (facts: Facts): boolean => isApiAnswer(facts) && saysAny(facts, phrases.vertexBilling);

const isBilling = (facts: Facts): boolean =>
  (answered(facts, 402, 'billing_error') && !codedAs(facts, 'identity.linked_billing')) ||
  isExtraUsage(facts) ||
  isUnbilled(facts) ||
  (isBadRequest(facts) && saysAny(facts, phrases.creditBalance));

export const billing: RuleCore = {
  id: 'identity.billing',
  severity: 'error',
  specificity: 2,
  action: 'add_funds',
  retryable: false,
  summary: (facts) =>
    isExtraUsage(facts)
      ? 'The extra usage of the Claude subscription is spent or not switched on'
      : 'The account has no credit for the call, or its payment failed',
  cause: 'The key is accepted, but its account cannot pay. The same request fails until that changes.',
  fix: (facts) =>
    isExtraUsage(facts)
      ? 'Add extra usage at claude.ai/settings/usage, or call with a key of the Claude Console, and stop retrying until then.'
      : isUnbilled(facts)
        ? 'Enable billing for the Google Cloud project of the call, and stop retrying until then.'
        : facts.fromApi || saysAny(facts, phrases.creditBalance)
          ? 'Add credit or correct the payment details on the Billing page of the Claude Console, and stop retrying until then.'
          : "Add credit with whoever runs the gateway that answered, and stop retrying until then; the answer is not the Claude API's.",
  match: (facts) => (isBilling(facts) ? answerEvidence(facts) : undefined),
};

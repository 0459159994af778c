// A gateway has its own budget, and it is spent.

import { saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { gatewayAnswer } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// LiteLLM answers 400 before version 1.80 and 429 since; a router in front of it may change either.
const isSpent = (facts: Facts): boolean =>
  facts.failure !== undefined &&
  facts.failure !== 'stream' &&
  facts.requestId === undefined &&
  saysAny(facts, phrases.gatewayBudget, phrases.relayBalance);

export const gatewayBudget: RuleCore = {
  id: 'endpoint.gateway_budget',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: 'The budget that a gateway sets for this key, user, team or model is spent',
  cause:
    "The gateway counts what calls cost and refused this one. Whatever its status and type, the answer is not the Claude API's.",
  fix: 'Raise the budget in the gateway, add credit with whoever runs it, or wait until its period ends.',
  match: (facts) => (isSpent(facts) ? gatewayAnswer(facts) : undefined),
};

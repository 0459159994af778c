// A gateway has its own limit.

import { saysAny } from '../../conditions/basic.ts';
import { waitFor } from '../../conditions/waiting.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { byServer, gatewayAnswer } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// Some relays write the API's envelope and type.
const isRelays = (facts: Facts): boolean =>
  facts.failure === 'answer' &&
  facts.requestId === undefined &&
  (facts.status ?? 429) === 429 &&
  saysAny(facts, phrases.relayLimit);

export const gatewayLimit: RuleCore = {
  id: 'endpoint.gateway_limit',
  severity: 'error',
  specificity: 2,
  action: 'slow_down',
  retryable: true,
  summary: (facts) =>
    `An intermediary${byServer(facts)} limits the requests${facts.status === undefined ? '' : ' with 429'}, not the Claude API`,
  cause:
    'A gateway or edge has its own limits and wrote this answer. The limits of the Claude API are not the reason.',
  fix: (facts) =>
    `Wait ${waitFor(facts)}, then slow down, or raise the limit in the configuration of the gateway.`,
  match: (facts) =>
    (facts.foreign && facts.status === 429) || isRelays(facts) ? gatewayAnswer(facts) : undefined,
};

// A gateway does not let the request through.
import { byServer, gatewayAnswer } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const gatewayRefused: RuleCore = {
  id: 'endpoint.gateway_refused',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    `An intermediary${byServer(facts)} refused the request${facts.status === undefined ? '' : ` with ${facts.status}`}, not the Claude API`,
  cause: "The answer is not the API's. A gateway with its own users, keys or rules rejected the request.",
  fix: 'Set the key or header that the gateway asks for, such as through `defaultHeaders`, or have its rule changed. The API key is not the reason.',
  match: (facts) =>
    facts.foreign && (facts.status === 401 || facts.status === 403) ? gatewayAnswer(facts) : undefined,
};

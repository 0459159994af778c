// A gateway does not let the request through.
import { byServer, gatewayEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const gatewayRefused: Rule = {
  id: 'endpoint.gateway_refused',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    `An intermediary${byServer(facts)} refused the request with ${facts.status}, not the Claude API`,
  cause:
    "The answer is not the API's. A gateway with users, keys or rules of its own did not accept the request.",
  fix: 'Set the key or header that the gateway asks for, such as through `defaultHeaders`, or have its rule changed; the key of the API is not the reason.',
  confirm: 'Send the same request straight to the API: it answers with a `request-id`.',
  sample: 'baseUrl',
  match: (facts) =>
    facts.foreign && (facts.status === 401 || facts.status === 403)
      ? [...gatewayEvidence(facts), ...list(facts.sentence !== '' && `"${clip(facts.sentence, 160)}"`)]
      : undefined,
  sources: [
    'G0',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
  ],
};

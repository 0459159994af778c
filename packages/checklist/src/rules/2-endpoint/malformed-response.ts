// A success that is neither JSON nor an event stream.
import { gatewayEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const malformedResponse: RuleCore = {
  id: 'endpoint.malformed_response',
  severity: 'error',
  specificity: 2,
  action: 'fix_endpoint',
  retryable: false,
  summary: (facts) =>
    `${facts.status === undefined ? 'The answer is no error' : `The answer has status ${facts.status}`}, but its body is not the API's${facts.body === undefined ? '' : `: ${facts.body}`}`,
  cause:
    'A server in between answered instead of the API, such as with a sign-in page, or it rewrote or cut the body.',
  fix: 'Open the base URL from this machine and read what comes back. Point the client at the API or at a gateway that passes it through.',
  match: (facts) => (facts.failure === 'malformed' ? gatewayEvidence(facts) : undefined),
};

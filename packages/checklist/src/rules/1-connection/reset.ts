// The connection broke before a response.
import { address, connectionEvidence } from '../../evidence.ts';
import { failedWith } from '../../match.ts';
import type { Rule } from '../../rule.ts';

export const reset: Rule = {
  id: 'connection.reset',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `The connection to ${address(facts)} was closed before a response`,
  cause:
    'Something on the way, often a load balancer or proxy, dropped the connection, or an idle one was used again.',
  fix: "Compare idle timeouts of proxies and load balancers on the way; set the client's keep-alive below the shortest of them.",
  match: (facts) =>
    failedWith(facts, /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/)
      ? connectionEvidence(facts)
      : undefined,
  sources: ['G0', 'G4', 'https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md'],
};

// The connection broke before a response.

import { connectionFailed } from '../../conditions/basic.ts';
import { lastAttemptSeconds, nearUsualLimit } from '../../conditions/gateway-time-limits.ts';
import { isLost } from '../../conditions/http-client.ts';
import { address, connectionEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const reset: RuleCore = {
  id: 'connection.reset',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `The connection to ${address(facts)} was closed before a response`,
  cause: (facts) =>
    `Something in between, often a load balancer or proxy, closed the connection. It may have been idle before the SDK used it again.${nearUsualLimit(lastAttemptSeconds(facts))}`,
  fix: "Check the idle timeouts of proxies and load balancers; set the client's keep-alive below the shortest of them.",
  match: (facts) =>
    connectionFailed(facts, isLost(facts) ? /./ : /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/)
      ? connectionEvidence(facts)
      : undefined,
};

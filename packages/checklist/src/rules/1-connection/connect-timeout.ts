// No connection within the time the HTTP client or the system allows.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { isLost } from '../../conditions/http-client.ts';
import { address, connectionEvidence, proxyFirst } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const connectTimeout: RuleCore = {
  id: 'connection.connect_timeout',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `Timed out connecting to ${address(facts)}`,
  cause:
    'The host did not answer the connection attempt: the port is blocked, or traffic must go through a proxy.',
  fix: (facts) =>
    `${proxyFirst(facts)}Open the port in the firewall, or route the client through the proxy that this network requires.`,
  match: (facts) =>
    directConnectionFailed(facts, /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|ERR_SOCKET_CONNECTION_TIMEOUT)$/) &&
    !isLost(facts)
      ? connectionEvidence(facts)
      : undefined,
};

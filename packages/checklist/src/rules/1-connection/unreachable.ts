// No way to the network or the host.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence, proxyFirst } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const unreachable: RuleCore = {
  id: 'connection.unreachable',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) => `There is no network path to ${address(facts)}`,
  cause: 'The network is down, or a policy on this machine or its network blocks the host.',
  fix: (facts) =>
    `${proxyFirst(facts)}Try another network. If only this one fails, ask its administrator to allow the host.`,
  match: (facts) =>
    directConnectionFailed(facts, /^(ENETUNREACH|EHOSTUNREACH|ENETDOWN|EACCES|EPERM)$/)
      ? connectionEvidence(facts)
      : undefined,
};

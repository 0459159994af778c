// No way to the network or the host.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence, proxyFirst } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const unreachable: Rule = {
  id: 'connection.unreachable',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) => `There is no network path to ${address(facts)}`,
  cause: 'The network is down, or a policy on this machine or its network blocks the host.',
  fix: (facts) =>
    `${proxyFirst(facts)}Try from another network; where only this one fails, have the host allowed by its administrator.`,
  confirm: 'Send a request from another network, such as a hotspot: it works there.',
  sample: 'proxy',
  match: (facts) =>
    directConnectionFailed(facts, /^(ENETUNREACH|EHOSTUNREACH|ENETDOWN|EACCES|EPERM)$/)
      ? connectionEvidence(facts)
      : undefined,
  sources: ['G1', 'https://nodejs.org/api/errors.html#common-system-errors'],
};

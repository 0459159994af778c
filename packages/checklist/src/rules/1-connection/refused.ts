// No process listens at the address.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const refused: RuleCore = {
  id: 'connection.refused',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) => `The connection to ${address(facts)} was refused`,
  cause: 'Nothing listens at that address, or a firewall refuses it. The request was not sent.',
  fix: 'Check host and port in baseURL or ANTHROPIC_BASE_URL; if it is a local proxy or gateway, start it, else open the firewall.',
  match: (facts) => (directConnectionFailed(facts, /^ECONNREFUSED$/) ? connectionEvidence(facts) : undefined),
};

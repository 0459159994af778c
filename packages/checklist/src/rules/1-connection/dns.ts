// The host's name has no address.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence, proxyFirst } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const dns: Rule = {
  id: 'connection.dns',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) => `The name of ${address(facts)} could not be resolved`,
  cause: 'The resolver has no address for the host: a typing error in the base URL, or no working DNS here.',
  fix: (facts) =>
    `${proxyFirst(facts)}Check the host in baseURL or ANTHROPIC_BASE_URL, then resolve ${facts.host === undefined ? 'it' : clip(facts.host, 80)} from this machine and check its resolver and VPN.`,
  confirm: 'Resolve the name where the process runs: `nslookup api.anthropic.com`, in the same container.',
  sample: 'baseUrl',
  match: (facts) =>
    directConnectionFailed(facts, /^(ENOTFOUND|EAI_AGAIN)$/) ? connectionEvidence(facts) : undefined,
  sources: ['G1', 'https://nodejs.org/api/errors.html#common-system-errors'],
};

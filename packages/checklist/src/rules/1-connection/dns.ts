// The host's name has no address.

import { directConnectionFailed } from '../../conditions/basic.ts';
import { address, connectionEvidence, proxyFirst } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const dns: RuleCore = {
  id: 'connection.dns',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  // The resolver did not answer; with `ENOTFOUND` it did, and there is no such name.
  retryable: ({ causeCode }) => causeCode === 'EAI_AGAIN',
  summary: (facts) => `The name of ${address(facts)} could not be resolved`,
  cause: 'The resolver has no address for the host: the base URL is misspelled, or DNS does not work here.',
  fix: (facts) =>
    `${proxyFirst(facts)}Check the host in baseURL or ANTHROPIC_BASE_URL, then resolve ${facts.host === undefined ? 'it' : clip(facts.host, 80)} from this machine and check its resolver and VPN.`,
  match: (facts) =>
    directConnectionFailed(facts, /^(ENOTFOUND|EAI_AGAIN)$/) ? connectionEvidence(facts) : undefined,
};

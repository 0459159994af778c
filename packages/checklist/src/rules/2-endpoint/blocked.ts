// The edge turned the request away before the API looked at it.

import { saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

/** The Python SDK keeps only the words of a body that is no JSON, and the class. */
const isRefused = ({ status, errorType }: Facts): boolean =>
  status === 403 || (status === undefined && errorType === 'permission_error');

export const blocked: RuleCore = {
  id: 'endpoint.blocked',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: 'The edge did not allow the request from here',
  cause: (facts) =>
    !saysAny(facts, phrases.edgeBlock)
      ? 'The region or network that the request comes from is not allowed; the key was not the reason.'
      : 'A rule of the edge in front of the host rejected the address, the region or the program. The key was not the reason.',
  fix: (facts) =>
    !saysAny(facts, phrases.edgeBlock)
      ? 'Send the request from a supported region; check through which country a VPN, proxy or cloud region goes out.'
      : 'Send the request from another network without a VPN or proxy, or have whoever runs the host allow this client.',
  match: (facts) =>
    facts.failure === 'answer' &&
    isRefused(facts) &&
    saysAny(facts, phrases.requestNotAllowed, phrases.edgeBlock)
      ? answerEvidence(facts)
      : undefined,
};

// The edge turned the request away before the API looked at it.
import { answerEvidence } from '../../evidence.ts';
import { saysAny } from '../../matching/match.ts';
import type { Rule } from '../../rule.ts';

export const blocked: Rule = {
  id: 'endpoint.blocked',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: 'The edge did not allow the request from here',
  cause: 'The region or network that the request comes from is not allowed; the key was not the reason.',
  fix: 'Send the request from a supported region; check through which country a VPN, proxy or cloud region goes out.',
  confirm: 'Send the same request from a machine in another, supported country: it is answered.',
  sample: 'baseUrl',
  match: (facts) =>
    facts.failure === 'answer' && facts.status === 403 && saysAny(facts, 'requestNotAllowed', 'edgeBlock')
      ? answerEvidence(facts)
      : undefined,
  sources: [
    'G0',
    'G1',
    'https://github.com/enricoros/big-AGI/issues/176',
    'https://www.anthropic.com/supported-countries',
    'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
  ],
};

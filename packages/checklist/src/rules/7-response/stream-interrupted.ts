// The connection broke in the middle of an answer.
import { streamEvidence } from '../../evidence.ts';
import type { Rule } from '../../rule.ts';

export const streamInterrupted: Rule = {
  id: 'response.stream_interrupted',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: 'The connection broke in the middle of a stream',
  cause:
    'Something on the way dropped the connection; proxies and load balancers do so after 30, 60 or 100 s without a byte.',
  fix: 'Switch off response buffering and raise the idle timeout in every proxy on the way; send the request again, the partial answer is not whole.',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'interrupted' ? streamEvidence(facts) : undefined,
  sources: ['G0', 'G4'],
};

// The connection broke in the middle of an answer.

import { nearUsualLimit } from '../../conditions/gateway-time-limits.ts';
import { isBodyTimeout, isUndecodable } from '../../conditions/http-client.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const streamInterrupted: RuleCore = {
  id: 'response.stream_interrupted',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: 'The connection broke in the middle of a stream',
  cause: (facts) =>
    `Something in between dropped the connection; proxies and load balancers do so after 30, 60 or 100 s without a byte.${nearUsualLimit(facts.stream.silenceSeconds)}`,
  fix: 'Switch off response buffering and raise the idle timeout in every proxy; send the request again: the partial answer is not complete.',
  match: (facts) =>
    facts.failure === 'stream' &&
    facts.stream.outcome === 'interrupted' &&
    !isBodyTimeout(facts) &&
    !isUndecodable(facts)
      ? streamEvidence(facts)
      : undefined,
};

// A gateway on the way stopped waiting.
import { gatewayEvidence } from '../../evidence.ts';
import { seconds } from '../../format.ts';
import type { Rule } from '../../rule.ts';

export const gatewayTimeout: Rule = {
  id: 'endpoint.gateway_timeout',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) => `A gateway answered ${facts.status ?? 504}: it stopped waiting for the API`,
  cause: (facts) =>
    `The answer has no request-id, so an intermediary sent it${facts.durationSeconds === undefined || facts.durationSeconds < 1 ? '' : ` after ${seconds(facts.durationSeconds)}`}. Its time limit is shorter than the answer takes.`,
  fix: 'Raise the read timeout of the gateway or load balancer, or stream the answer so that bytes flow while it is written.',
  match: (facts) =>
    facts.failure === 'answer' && !facts.fromApi && (facts.status === 504 || facts.status === 524)
      ? gatewayEvidence(facts)
      : undefined,
  sources: ['G0', 'G2'],
};

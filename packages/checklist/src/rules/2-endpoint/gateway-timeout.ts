// A gateway on the way stopped waiting.

import { lastAttemptSeconds, nearUsualLimit } from '../../conditions/gateway-time-limits.ts';
import { gatewayEvidence } from '../../texts/evidence.ts';
import { duration } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const after = (seconds: number | undefined): string =>
  seconds === undefined || seconds < 1 ? '' : ` after ${duration(seconds)}`;

export const gatewayTimeout: RuleCore = {
  id: 'endpoint.gateway_timeout',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) =>
    `A gateway ${facts.status === undefined ? '' : `answered ${facts.status}: it `}stopped waiting for the API`,
  cause: (facts) => {
    const seconds = lastAttemptSeconds(facts);
    const usual = nearUsualLimit(seconds);
    return `The answer shows no request-id, so an intermediary sent it${usual ? '' : after(seconds)}. It got no answer within its time limit.${usual}`;
  },
  fix: 'Raise the read timeout of the gateway or load balancer, or stream the answer so that bytes flow while it is written.',
  match: (facts) =>
    facts.failure === 'answer' && !facts.fromApi && (facts.status === 504 || facts.status === 524)
      ? gatewayEvidence(facts)
      : undefined,
};

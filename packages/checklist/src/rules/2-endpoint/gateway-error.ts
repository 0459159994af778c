// An intermediary answered in the API's place.

import type { Facts } from '../../facts/facts.ts';
import { isGatewayStatus } from '../../facts/goes-with.ts';
import { byServer, gatewayEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// These have their own rules.
const TOLD_APART: ReadonlySet<number | undefined> = new Set([401, 403, 405, 429]);

const isGateway = (facts: Facts): boolean =>
  (facts.foreign && !TOLD_APART.has(facts.status)) ||
  (facts.failure === 'answer' &&
    !facts.fromApi &&
    facts.status !== undefined &&
    isGatewayStatus(facts.status));

/** Others refuse this very request, or cannot do what it asks. */
const passes = ({ status = 500 }: Facts): boolean =>
  status === 408 || status === 409 || (status >= 500 && status !== 501 && status !== 505);

export const gatewayError: RuleCore = {
  id: 'endpoint.gateway_error',
  severity: 'error',
  specificity: 2,
  action: 'fix_endpoint',
  retryable: passes,
  summary: (facts) =>
    `An intermediary${byServer(facts)} answered ${facts.status ?? 'with an error'}, not the Claude API`,
  cause:
    "The answer shows neither the API's request-id nor its error envelope: a proxy, gateway or firewall wrote it.",
  fix: 'Send the same request straight to the API; if that works, look into the log of the gateway or proxy.',
  match: (facts) => (isGateway(facts) ? gatewayEvidence(facts) : undefined),
};

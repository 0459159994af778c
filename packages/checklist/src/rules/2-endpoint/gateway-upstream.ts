// A gateway answers, and cannot reach what is behind it.
import { byServer, gatewayEvidence } from '../../evidence.ts';
import { clip } from '../../format.ts';
import { says } from '../../matching/match.ts';
import type { Rule } from '../../rule.ts';

export const gatewayUpstream: Rule = {
  id: 'endpoint.gateway_upstream',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: true,
  summary: (facts) =>
    `A gateway${byServer(facts)} answered ${facts.status ?? 'with an error'}: it cannot reach what is behind it`,
  cause: 'The connection that failed is the one behind the gateway, not the one from here to it.',
  fix: "Start or correct the upstream in the gateway's configuration; this process reaches the gateway, so leave its `baseURL` as it is.",
  confirm: "Send a request to the API from the gateway's own machine.",
  sample: 'baseUrl',
  match: (facts) =>
    facts.foreign &&
    facts.status !== undefined &&
    facts.status >= 500 &&
    facts.status !== 504 &&
    says(facts, 'upstream') !== undefined
      ? [...gatewayEvidence(facts), `"${clip(facts.sentence, 160)}"`]
      : undefined,
  sources: ['G0', 'https://github.com/envoyproxy/envoy/issues/18511'],
};

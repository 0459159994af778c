// A gateway answers, and cannot reach what is behind it.

import { saysAny } from '../../conditions/basic.ts';
import { SERVER_ERROR_CLASSES } from '../../facts/error-class.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { byServer, gatewayAnswer } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

/** Other instrumentations do not say what the body was, so their spans show no foreign answer. */
const isNobodys = (facts: Facts): boolean =>
  facts.failure === 'answer' && facts.requestId === undefined && facts.body === undefined && !facts.fromApi;

const hasNoChannel = (facts: Facts): boolean =>
  facts.requestId === undefined &&
  saysAny(facts, phrases.noChannel) &&
  // LiteLLM: no deployment is left whose budget is not spent.
  !saysAny(facts, phrases.gatewayBudget);

/** The Python SDK keeps only the class of a body that is no JSON. */
const isServerError = ({ status, errorType = '' }: Facts): boolean =>
  status === undefined ? SERVER_ERROR_CLASSES.has(errorType) : status >= 500;

/** Cloudflare's: the server behind it is down, silent or not to be trusted. */
const UNREACHED: ReadonlySet<number | undefined> = new Set([521, 522, 523, 525, 526, 530]);

const isUpstream = (facts: Facts): boolean => {
  if (facts.failure !== 'answer') return false;
  // The status is the relay's own: sub2api has 503 and 424.
  if (hasNoChannel(facts)) return true;
  if (!isServerError(facts)) return false;
  if (!facts.fromApi && UNREACHED.has(facts.status)) return true;
  return (facts.foreign || isNobodys(facts)) && facts.status !== 504 && saysAny(facts, phrases.upstream);
};

export const gatewayUpstream: RuleCore = {
  id: 'endpoint.gateway_upstream',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  // A relay without a channel for the model does not serve it. Accounts and deployments only rest for a while.
  retryable: (facts) => !(hasNoChannel(facts) && /channel|渠道/i.test(facts.sentence)),
  summary: (facts) =>
    `A gateway${byServer(facts)} answered ${facts.status ?? 'with an error'}: ${
      hasNoChannel(facts)
        ? 'it has no channel, account or deployment for the model'
        : 'it cannot reach its upstream'
    }`,
  cause: (facts) =>
    hasNoChannel(facts)
      ? 'The relay has no upstream that serves this model to this key. The relay wrote the message, not the Claude API.'
      : 'The connection from the gateway to its upstream failed, not the connection to the gateway.',
  fix: (facts) =>
    hasNoChannel(facts)
      ? "Set `model` to one that the relay serves, or have whoever runs it enable the model for the key's group."
      : facts.platform === 'anthropic'
        ? 'Retry with growing pauses, and look at status.claude.com.'
        : "Start or correct the upstream in the gateway's configuration; this process reaches the gateway, so leave its `baseURL` as it is.",
  match: (facts) => (isUpstream(facts) ? gatewayAnswer(facts) : undefined),
};

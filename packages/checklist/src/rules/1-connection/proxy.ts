// The proxy that the client goes through refuses.

import { connectionFailed, says, saysAny, throughProxy } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const status = (facts: Facts): string | number | undefined => {
  const { status, curl, python } = says(facts, phrases.proxyTunnel) ?? {};
  return status ?? curl ?? python ?? facts.status;
};

const UNREACHED =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|EACCES|EPERM|UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/;

const isProxy = (facts: Facts): boolean =>
  (facts.failure === 'answer' && facts.status === 407 && !facts.fromApi) ||
  (!facts.fromApi && saysAny(facts, phrases.proxyTunnel)) ||
  (throughProxy(facts) && connectionFailed(facts, UNREACHED));

export const proxy: RuleCore = {
  id: 'connection.proxy',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: (facts) =>
    connectionFailed(facts, UNREACHED)
      ? 'The proxy could not be reached'
      : status(facts) === undefined
        ? 'The request did not get past the proxy'
        : `The proxy refused the connection: status ${status(facts)}`,
  cause: 'The request did not get past the proxy. 407 means that the proxy needs other credentials.',
  fix: "Correct the proxy's address and credentials in HTTPS_PROXY or in the client's `fetchOptions`, or add the host to NO_PROXY.",
  match: (facts) =>
    isProxy(facts)
      ? list(...answerEvidence(facts), facts.causeCode !== undefined && clip(facts.causeCode, 60))
      : undefined,
};

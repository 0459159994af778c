// A dispatcher that the `fetch` of this process cannot use.

import { connectionFailed } from '../../conditions/basic.ts';
import { connectionEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

// undici requires a handler with the methods of the same version: `invalid onRequestStart method` (8.13 below Node.js 24).
const METHOD = /^invalid on[A-Z]\w{1,40} method$/;

export const dispatcher: RuleCore = {
  id: 'connection.dispatcher',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: 'The dispatcher is from another undici version than `fetch`, so nothing was sent',
  cause:
    'A dispatcher of the package undici, such as a `ProxyAgent`, does not work with every undici version that Node.js has built in.',
  fix: 'Set `fetch` of the client to the `fetch` of the same undici package, or install the major version in `process.versions.undici`.',
  match: (facts) =>
    connectionFailed(facts, /^UND_ERR_INVALID_ARG$/) && METHOD.test(facts.sentence)
      ? [...connectionEvidence(facts), ...list(`"${clip(facts.sentence, 100)}"`)]
      : undefined,
};

// The client has a key, and the API says that none arrived.

import { keyRefused, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const headerStripped: RuleCore = {
  id: 'identity.header_stripped',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: false,
  summary: 'The client has a key, but none reached the API',
  cause: 'A proxy or gateway removed or renamed the `x-api-key` header.',
  fix: "Let `x-api-key` and `authorization` pass in the proxy's configuration; compare with a request straight to the API.",
  match: (facts) =>
    keyRefused(facts, 'ok', 'unknown') && saysAny(facts, phrases.headerRequired)
      ? [...answerEvidence(facts), `key shape ${facts.keyShape}`]
      : undefined,
};

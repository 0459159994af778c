// A beta or version header that is not known.

import { badRequestAbout, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const betaOrVersion: RuleCore = {
  id: 'request.beta_or_version',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    saysAny(facts, phrases.versionHeader)
      ? 'The header `anthropic-version` is missing or wrong'
      : 'The request asks for a beta that is not available',
  cause: (facts) =>
    saysAny(facts, phrases.versionHeader)
      ? 'The SDK sends one version. A second one, from a gateway or `defaultHeaders`, makes the header invalid.'
      : 'The name is misspelled, retired, not enabled for the organization, or not served by this platform.',
  fix: 'Check `betas`, and `anthropic-beta` and `anthropic-version` in `defaultHeaders` and in gateways; leave out what the message names.',
  match: (facts) =>
    badRequestAbout(facts, 'request.beta_or_version', phrases.betaHeader, phrases.versionHeader)
      ? answerEvidence(facts)
      : undefined,
};

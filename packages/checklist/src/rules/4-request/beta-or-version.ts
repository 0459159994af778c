// A beta or version header that is not known.

import { badRequestAbout, saysAny } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const betaOrVersion: Rule = {
  id: 'request.beta_or_version',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    saysAny(facts, 'versionHeader')
      ? 'The header `anthropic-version` is missing or wrong'
      : 'The request asks for a beta that is not available',
  cause: (facts) =>
    saysAny(facts, 'versionHeader')
      ? 'The SDK sends one version by itself; a second one, from a gateway or `defaultHeaders`, spoils it.'
      : 'The name is mistyped, over, not enabled for the organization, or not served by this platform.',
  fix: 'Check `betas`, and `anthropic-beta` and `anthropic-version` in `defaultHeaders` and in gateways on the way; leave out what the message names.',
  confirm: 'Send the request without the header: it passes or names the feature that lacks it.',
  sample: 'betas',
  match: (facts) =>
    badRequestAbout(facts, 'request.beta_or_version', 'betaHeader', 'versionHeader')
      ? answerEvidence(facts)
      : undefined,
  sources: [
    'G4',
    'https://github.com/anthropics/claude-code/issues/53855',
    'https://github.com/PipedreamHQ/pipedream/issues/9697',
    '@anthropic-ai/sdk 1.12.0 src/resources/beta/beta.ts BetaOrganizationNotEnrolledInBetaError',
  ],
};

// A program that is too old.

import { badRequestAbout, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const clientVersion: RuleCore = {
  id: 'request.client_version',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The calling program is older than the model or organization requires',
  cause: 'A minimum version of Claude Code is set for the model or by the organization.',
  fix: 'Upgrade Claude Code; your own program must not send its `user-agent`, so check `defaultHeaders`.',
  match: (facts) =>
    badRequestAbout(facts, 'request.client_version') || saysAny(facts, phrases.clientTooOld)
      ? answerEvidence(facts)
      : undefined,
};

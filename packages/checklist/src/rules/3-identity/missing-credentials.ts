// No key was sent.

import { answered, saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const missingCredentials: RuleCore = {
  id: 'identity.missing_credentials',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'No API key was sent',
  cause:
    'This process has no key: the variable is unset or empty here, even if another shell, container or build has it.',
  fix: 'Set ANTHROPIC_API_KEY in the environment of this process, or pass `apiKey` to the client.',
  match: (facts) => {
    const local = facts.status === undefined && saysAny(facts, phrases.noAuthMethod);
    const remote =
      answered(facts, 401, 'authentication_error') &&
      (facts.keyShape === undefined || facts.keyShape === 'missing') &&
      // A client with a token has no key either, and its 401 says other things.
      (saysAny(facts, phrases.headerRequired) || (facts.keyShape === 'missing' && facts.sentence === ''));
    return local || remote ? answerEvidence(facts) : undefined;
  },
};

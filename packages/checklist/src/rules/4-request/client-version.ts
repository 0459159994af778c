// A program that is too old.

import { badRequestAbout } from '../../conditions/basic.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const clientVersion: Rule = {
  id: 'request.client_version',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The program that calls is older than the model or organization asks for',
  cause: 'A minimum version of Claude Code is set for the model or by the organization.',
  fix: 'Upgrade Claude Code; a program of your own must not send its `user-agent`, so check `defaultHeaders`.',
  confirm: 'Compare `claude --version` with the version that the message names.',
  sample: 'requestId',
  match: (facts) => (badRequestAbout(facts, 'request.client_version') ? answerEvidence(facts) : undefined),
  sources: ['@anthropic-ai/sdk 1.12.0 src/resources/shared.ts ClaudeCodeVersionTooOldError'],
};

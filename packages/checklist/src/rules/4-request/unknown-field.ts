// A field that the API does not have.

import { badRequestAbout, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const field = (facts: Facts): string =>
  clip(says(facts, phrases.unknownField)?.field ?? 'of the message', 60);

export const unknownField: RuleCore = {
  id: 'request.unknown_field',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The API does not know the field \`${field(facts)}\``,
  cause:
    'The name is misspelled or misplaced, or belongs to a beta that the request does not ask for or the platform lacks.',
  fix: (facts) =>
    `Remove \`${field(facts)}\` from the parameters of the call, or add the beta that it needs to \`betas\`.`,
  match: (facts) =>
    badRequestAbout(facts, 'request.unknown_field', phrases.unknownField) ? answerEvidence(facts) : undefined,
};

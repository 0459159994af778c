// A required field is not there.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts.ts';
import { clip } from '../../format.ts';
import { isBadRequest, says } from '../../match.ts';
import type { Rule } from '../../rule.ts';

const field = (facts: Facts): string => clip(says(facts, 'fieldRequired')?.field ?? 'a field', 60);

export const missingField: Rule = {
  id: 'request.missing_field',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The request lacks the field \`${field(facts)}\``,
  cause: 'The API requires it and the request does not have it. What has no value is left out of the JSON.',
  fix: (facts) => `Set \`${field(facts)}\` in the parameters of the call.`,
  match: (facts) =>
    isBadRequest(facts) && says(facts, 'fieldRequired') !== undefined ? answerEvidence(facts) : undefined,
  sources: ['G2', 'G3', 'G4'],
};

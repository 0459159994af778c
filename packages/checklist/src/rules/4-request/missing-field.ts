// A required field is not there.

import { isBadRequest, says, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const field = (facts: Facts): string =>
  clip(
    (
      says(facts, phrases.fieldRequired) ??
      says(facts, phrases.isRequired) ??
      says(facts, phrases.toolsRequired)
    )?.field ?? 'a field',
    60,
  );

export const missingField: RuleCore = {
  id: 'request.missing_field',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The request lacks the field \`${field(facts)}\``,
  cause: 'The API requires it and the request does not have it. The JSON leaves out a field without a value.',
  fix: (facts) => `Set \`${field(facts)}\` in the parameters of the call.`,
  match: (facts) =>
    isBadRequest(facts) && saysAny(facts, phrases.fieldRequired, phrases.isRequired, phrases.toolsRequired)
      ? answerEvidence(facts)
      : undefined,
};

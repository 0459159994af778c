// A field has a value that the API does not take.

import { answeredAs, isBadRequest, says, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const named = (facts: Facts): { field: string; reason: string } => {
  const refused = says(facts, phrases.valueRefused);
  const found = says(facts, phrases.fieldValue) ?? refused;
  // G2 has `messages must be an array`; types of tools are rejected without their field.
  return {
    field: clip(found?.field ?? (refused === undefined ? 'messages' : 'tools'), 60),
    reason: clip(found?.reason ?? facts.sentence, 160),
  };
};

// Bedrock and Vertex AI leave the error's type out.
const isTyped = (facts: Facts): boolean =>
  answeredAs(facts, 400, 'invalid_request_error') ||
  (isBadRequest(facts) &&
    facts.errorType === '400' &&
    facts.platform !== undefined &&
    facts.platform !== 'anthropic');

export const invalidValue: RuleCore = {
  id: 'request.invalid_value',
  severity: 'error',
  specificity: 2,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The API does not accept the value of \`${named(facts).field}\``,
  cause: (facts) => `The API says: "${named(facts).reason}".`,
  fix: (facts) =>
    `Change \`${named(facts).field}\` in the parameters of the call to a value that the API accepts.`,
  match: (facts) =>
    isTyped(facts) && saysAny(facts, phrases.fieldValue, phrases.valueRefused, phrases.messagesShape)
      ? answerEvidence(facts)
      : undefined,
};

// A schema for structured output that the API cannot use.

import { isBadRequest, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const asked = (facts: Facts) => (isBadRequest(facts) ? says(facts, phrases.outputSchema) : undefined);

const tooLarge = (facts: Facts): boolean => asked(facts)?.size !== undefined;

export const outputSchema: RuleCore = {
  id: 'request.output_schema',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    tooLarge(facts)
      ? 'The schemas for structured output and strict tools are too large together'
      : 'The schema for structured output is not accepted',
  cause: (facts) =>
    tooLarge(facts)
      ? 'The API compiles the schema of the output and those of strict tools into one grammar. Optional fields, unions and nesting make it grow.'
      : 'Structured output supports a part of JSON Schema, and every object needs `additionalProperties: false`.',
  fix: (facts) =>
    tooLarge(facts)
      ? 'Change the schema: make fields required, split it over several calls, or set `strict: true` on fewer tools.'
      : 'Change the schema where the sentence in the evidence says, or let a helper of the SDK write it, such as `zodOutputFormat()`.',
  match: (facts) => (asked(facts) === undefined ? undefined : answerEvidence(facts)),
};

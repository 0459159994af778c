// A field has a value that the API does not take.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts.ts';
import { clip } from '../../format.ts';
import { answeredAs, says } from '../../match.ts';
import type { Rule } from '../../rule.ts';
import { contextWindow } from './context-window.ts';
import { maxTokensTooLarge } from './max-tokens-too-large.ts';
import { missingField } from './missing-field.ts';
import { modelNotFound } from './model-not-found.ts';

const named = (facts: Facts): { field: string; reason: string } => {
  const found = says(facts, 'fieldValue');
  return { field: clip(found?.field ?? 'a field', 60), reason: clip(found?.reason ?? '', 160) };
};

const isElsewhere = (facts: Facts): boolean =>
  [missingField, maxTokensTooLarge, contextWindow, modelNotFound].some(
    (rule) => rule.match(facts) !== undefined,
  );

export const invalidValue: Rule = {
  id: 'request.invalid_value',
  severity: 'error',
  specificity: 2,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The API does not accept the value of \`${named(facts).field}\``,
  cause: (facts) => `The API says of it: "${named(facts).reason}".`,
  fix: (facts) => `Change \`${named(facts).field}\` in the parameters of the call to what the API asks for.`,
  match: (facts) =>
    answeredAs(facts, 400, 'invalid_request_error') &&
    says(facts, 'fieldValue') !== undefined &&
    !isElsewhere(facts)
      ? answerEvidence(facts)
      : undefined,
  sources: ['G2', 'G3', 'https://github.com/anthropics/claude-code/issues/4416'],
};

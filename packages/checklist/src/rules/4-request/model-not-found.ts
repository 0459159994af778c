// The model's name is not one the key can use.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts.ts';
import { clip } from '../../format.ts';
import { answered, isBadRequest, says } from '../../match.ts';
import type { Rule } from '../../rule.ts';

const model = (facts: Facts): string =>
  clip(says(facts, 'modelName')?.model ?? facts.model ?? 'of the request', 60);

const isNotFound = (facts: Facts): boolean =>
  (answered(facts, 404, 'not_found_error') &&
    (says(facts, 'modelName') !== undefined || says(facts, 'modelNotFound') !== undefined)) ||
  (isBadRequest(facts) && says(facts, 'modelNotFound') !== undefined);

export const modelNotFound: Rule = {
  id: 'request.model_not_found',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `There is no model \`${model(facts)}\` for this key`,
  cause:
    "The name is mistyped, retired, another platform's, or a model that the organization has no access to.",
  fix: 'Set `model` to an exact id from `client.models.list()`, which lists what this key can use.',
  match: (facts) => (isNotFound(facts) ? answerEvidence(facts) : undefined),
  sources: ['G2', 'G4', 'https://github.com/anthropics/claude-code/issues/5349'],
};

// The model's name is not one the key can use.

import { answered, isBadRequest, says, saysAny } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { PLATFORM_NAMES } from '../../spans/platform.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const model = (facts: Facts): string =>
  clip(says(facts, phrases.modelName)?.model ?? facts.model ?? 'of the request', 60);

const isNotFound = (facts: Facts): boolean =>
  cloudCodedAs(facts, 'request.model_not_found') ||
  (answered(facts, 404, 'not_found_error') &&
    saysAny(
      facts,
      phrases.modelName,
      phrases.modelNotFound,
      phrases.vertexModel,
      phrases.foundryDeployment,
    )) ||
  (isBadRequest(facts) && saysAny(facts, phrases.modelNotFound, phrases.bedrockModel, phrases.vertexModel));

export const modelNotFound: RuleCore = {
  id: 'request.model_not_found',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `There is no model \`${model(facts)}\` for this key`,
  cause:
    "The model's name is misspelled, retired or another platform's, or the organization has no access to the model.",
  fix: (facts) =>
    facts.platform === undefined || facts.platform === 'anthropic'
      ? 'Set `model` to an exact id from `client.models.list()`, which lists what this key can use.'
      : `Set \`model\` to the id that ${PLATFORM_NAMES[facts.platform]} has for it, in the region that is called, and enable it there.`,
  // The id of another platform is not found because of the platform.
  dependsOn: ['endpoint.wrong_platform'],
  match: (facts) => (isNotFound(facts) ? answerEvidence(facts) : undefined),
};

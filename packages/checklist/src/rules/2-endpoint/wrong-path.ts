// A 404 about the path, not about anything in the request.

import { saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence, gatewayEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

// OpenAI's, and of relays in its form: https://github.com/anthropics/claude-code/issues/12208
const OTHER_SENTENCE = /^invalid URL \([A-Z]{3,7} \//i;

// The API's two words for a path it does not have. A 404 on a named thing (`model: …`, a file's id) says its name.
const PATH_SENTENCE = /^(not found|the requested resource could not be found)\.?$/i;

/** The type of its envelope is one that the API has too. */
const isOthers = (facts: Facts): boolean => OTHER_SENTENCE.test(facts.sentence);

const isWrongPath = (facts: Facts): boolean => {
  if (facts.failure !== 'answer') return false;
  if (isOthers(facts)) return true;
  if (facts.status !== 404 && facts.status !== 405) return false;
  if (
    saysAny(
      facts,
      phrases.modelName,
      phrases.modelNotFound,
      phrases.vertexModel,
      phrases.foundryDeployment,
      phrases.fileNotFound,
    )
  )
    return false;
  return facts.fromApi ? PATH_SENTENCE.test(facts.sentence) : facts.body !== undefined;
};

export const wrongPath: RuleCore = {
  id: 'endpoint.wrong_path',
  severity: 'error',
  specificity: 2,
  action: 'fix_endpoint',
  retryable: false,
  summary: 'There is nothing at the path that was called',
  cause: (facts) =>
    facts.fromApi && !isOthers(facts)
      ? 'The API answered, but has no such path. Often `/v1` is in the base URL, and the SDK adds it again.'
      : 'Another server than the API answered: the address does not lead to the API.',
  fix: (facts) =>
    `Set baseURL or ANTHROPIC_BASE_URL to the host alone, without \`/v1\`${facts.url === undefined ? '' : `; the request went to ${clip(facts.url, 120)}`}.`,
  match: (facts) =>
    isWrongPath(facts) ? (facts.fromApi ? answerEvidence(facts) : gatewayEvidence(facts)) : undefined,
};

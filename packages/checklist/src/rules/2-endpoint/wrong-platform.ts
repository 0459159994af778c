// A model id of one platform, sent to another.

import { answered, isBadRequest, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { PLATFORM_NAMES, type Platform, platformOfModel } from '../../spans/platform.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

// An unknown host is in front of the Claude API: a gateway, or another base URL.
const called = ({ platform }: Facts): Platform => platform ?? 'anthropic';

/** Vertex AI has Claude below `publishers/anthropic`. */
const isOfGoogle = ({ url = '', sentence }: Facts): boolean =>
  /\bpublishers\/google\/models\/claude/.test(`${url} ${sentence}`);

const names = (facts: Facts): { model: string; called: string } => ({
  model: PLATFORM_NAMES[platformOfModel(facts.model) ?? 'anthropic'],
  called: PLATFORM_NAMES[called(facts)],
});

const isWrong = (facts: Facts): boolean => {
  if (isOfGoogle(facts)) return answered(facts, 404, 'not_found_error') || isBadRequest(facts);
  const own = platformOfModel(facts.model);
  // Foundry's deployments can have any name.
  if (own === undefined || called(facts) === 'foundry' || own === called(facts)) return false;
  // An id of the Claude API can be an alias elsewhere; one that names another platform cannot.
  if (own === 'anthropic' && facts.platform !== 'bedrock') return false;
  // A span of the SDK alone has no words.
  if (answered(facts, 404, 'not_found_error') && facts.fromApi && facts.sentence === '') return true;
  return (
    (isBadRequest(facts) || answered(facts, 404, 'not_found_error')) &&
    saysAny(facts, phrases.modelName, phrases.bedrockModel, phrases.modelNotFound, phrases.vertexModel)
  );
};

export const wrongPlatform: RuleCore = {
  id: 'endpoint.wrong_platform',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: false,
  summary: (facts) =>
    isOfGoogle(facts)
      ? "Claude was called as one of Google's own models on Vertex AI"
      : `\`${clip(facts.model ?? '', 50)}\` is a model id of ${names(facts).model}, but the call went to ${names(facts).called}`,
  cause:
    'Amazon Bedrock, Google Vertex AI and the Claude API have different ids for the same model, and different clients.',
  fix: (facts) =>
    isOfGoogle(facts)
      ? "Use Anthropic's client for Vertex AI, not Google's: Claude is below `publishers/anthropic` there."
      : `Set \`model\` to the model's id on ${names(facts).called}, or use the client of ${names(facts).model}.`,
  match: (facts) =>
    isWrong(facts)
      ? [
          ...answerEvidence(facts),
          ...list(facts.model !== undefined && `model ${clip(facts.model, 80)}`),
          `called: ${called(facts)}`,
        ]
      : undefined,
};

// The cloud account may not use the model.

import { isApiAnswer, saysAny } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const isDisabled = (facts: Facts): boolean => saysAny(facts, phrases.vertexDisabled);

export const cloudPermission: RuleCore = {
  id: 'identity.cloud_permission',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    isDisabled(facts)
      ? 'Vertex AI is not enabled in the Google Cloud project of the call'
      : `The cloud account has no access to the model${facts.model === undefined ? '' : ` \`${clip(facts.model, 60)}\``}`,
  cause:
    'Credentials are accepted. The account, project or role lacks the permission, or the model is not enabled for it in this region.',
  fix: (facts) =>
    isDisabled(facts)
      ? 'Enable `aiplatform.googleapis.com` in the project of the call, and wait a few minutes.'
      : 'Enable the model in the region that is called (Bedrock: model access; Vertex AI: Model Garden), and grant the role `bedrock:InvokeModel` or `aiplatform.endpoints.predict`.',
  match: (facts) =>
    (cloudCodedAs(facts, 'identity.cloud_permission') && !saysAny(facts, phrases.vertexBilling)) ||
    (isApiAnswer(facts) &&
      saysAny(facts, phrases.bedrockAccess, phrases.vertexAccess, phrases.vertexDisabled))
      ? answerEvidence(facts)
      : undefined,
};

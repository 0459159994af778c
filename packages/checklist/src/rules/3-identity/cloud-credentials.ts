// The cloud does not accept the credentials.

import { isApiAnswer, saysAny } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const cloudCredentials: RuleCore = {
  id: 'identity.cloud_credentials',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The cloud does not accept the credentials of the call',
  cause: 'Access key, token or signature are wrong for this account, or the clock here is off by minutes.',
  fix: 'Check what the process resolves: AWS_PROFILE and AWS_REGION, `gcloud auth application-default`, or the key and endpoint of the Foundry resource; check the clock.',
  match: (facts) =>
    cloudCodedAs(facts, 'identity.cloud_credentials') ||
    (isApiAnswer(facts) &&
      saysAny(facts, phrases.bedrockCredentials, phrases.vertexCredentials, phrases.foundryCredentials))
      ? answerEvidence(facts)
      : undefined,
};

// The cloud's own quota.

import { says } from '../../conditions/basic.ts';
import { isCloudQuota } from '../../conditions/rate-limit.ts';
import { waitFor } from '../../conditions/waiting.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const quotaName = (facts: Facts): string => {
  const quota = says(facts, phrases.vertexQuota)?.quota;
  return quota === undefined ? '' : `: ${clip(quota, 70)}`;
};

/** A quota of a day, or one that only a request for more raises. */
const isLasting = (facts: Facts): boolean =>
  facts.errorCode === 'ServiceQuotaExceededException' || /per[ _]day/i.test(facts.sentence);

export const cloudQuota: RuleCore = {
  id: 'limits.cloud_quota',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: (facts) => !isLasting(facts),
  summary: (facts) => `The quota of the cloud for this model is used up${quotaName(facts)}`,
  cause:
    'Quotas of Bedrock, Vertex AI and Foundry belong to the account and region there; the limits of the Claude Console do not matter. A new account may have 0.',
  fix: (facts) =>
    `${isLasting(facts) ? 'Stop retrying' : `Wait ${waitFor(facts)}, then slow down`}; request a higher quota on the quota page of the cloud, for this model and region.`,
  match: (facts) => (isCloudQuota(facts) ? answerEvidence(facts) : undefined),
};

// Step 5: are you within your limits?
import type { RuleCore } from '../rule.ts';
import { acceleration } from './acceleration.ts';
import { cloudQuota } from './cloud-quota.ts';
import { concurrency } from './concurrency.ts';
import { fileStorage } from './file-storage.ts';
import { inputTokensPerMinute } from './input-tokens-per-minute.ts';
import { longContext } from './long-context.ts';
import { nearLimit } from './near.ts';
import { outputTokensPerMinute } from './output-tokens-per-minute.ts';
import { quota } from './quota.ts';
import { limitsRecovered } from './recovered.ts';
import { requestsPerMinute } from './requests-per-minute.ts';
import { tokensPerDay } from './tokens-per-day.ts';
import { tokensPerMinute } from './tokens-per-minute.ts';
import { unrecognizedLimits } from './unrecognized.ts';

export const limitsRules: readonly RuleCore[] = [
  quota,
  requestsPerMinute,
  inputTokensPerMinute,
  outputTokensPerMinute,
  tokensPerMinute,
  concurrency,
  acceleration,
  cloudQuota,
  fileStorage,
  longContext,
  tokensPerDay,
  nearLimit,
  limitsRecovered,
  unrecognizedLimits,
];

// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { accelerationDrill } from './acceleration.drill.ts';
import { cloudQuotaDrill } from './cloud-quota.drill.ts';
import { concurrencyDrill } from './concurrency.drill.ts';
import { fileStorageDrill } from './file-storage.drill.ts';
import { inputTokensPerMinuteDrill } from './input-tokens-per-minute.drill.ts';
import { longContextDrill } from './long-context.drill.ts';
import { nearDrill } from './near.drill.ts';
import { outputTokensPerMinuteDrill } from './output-tokens-per-minute.drill.ts';
import { quotaDrill } from './quota.drill.ts';
import { recoveredDrill } from './recovered.drill.ts';
import { requestsPerMinuteDrill } from './requests-per-minute.drill.ts';
import { tokensPerDayDrill } from './tokens-per-day.drill.ts';
import { tokensPerMinuteDrill } from './tokens-per-minute.drill.ts';
import { unrecognizedLimitsDrill } from './unrecognized.drill.ts';

export const limitsDrills: Readonly<Record<string, RuleDrill>> = {
  'limits.acceleration': accelerationDrill,
  'limits.cloud_quota': cloudQuotaDrill,
  'limits.concurrency': concurrencyDrill,
  'limits.file_storage': fileStorageDrill,
  'limits.input_tokens_per_minute': inputTokensPerMinuteDrill,
  'limits.long_context': longContextDrill,
  'limits.near': nearDrill,
  'limits.output_tokens_per_minute': outputTokensPerMinuteDrill,
  'limits.quota': quotaDrill,
  'limits.recovered': recoveredDrill,
  'limits.requests_per_minute': requestsPerMinuteDrill,
  'limits.tokens_per_day': tokensPerDayDrill,
  'limits.tokens_per_minute': tokensPerMinuteDrill,
  'limits.unrecognized': unrecognizedLimitsDrill,
};

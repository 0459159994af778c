// Too many output tokens in a minute.
import type { RuleCore } from '../rule.ts';
import { perMinute } from './per-minute.ts';

export const outputTokensPerMinute: RuleCore = perMinute(
  'output_tokens',
  'Run fewer calls at once, ask for shorter answers, or have the limit raised.',
);

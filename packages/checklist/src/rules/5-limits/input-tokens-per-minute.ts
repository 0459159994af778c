// Too many input tokens in a minute.
import type { RuleCore } from '../rule.ts';
import { perMinute } from './per-minute.ts';

export const inputTokensPerMinute: RuleCore = perMinute(
  'input_tokens',
  'Send shorter prompts or fewer at once, cache the repeated part (cache reads do not count on most models), or have the limit raised.',
);

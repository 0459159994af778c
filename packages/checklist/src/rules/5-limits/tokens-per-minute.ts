// Too many tokens of both directions in a minute.
import type { RuleCore } from '../rule.ts';
import { perMinute } from './per-minute.ts';

export const tokensPerMinute: RuleCore = perMinute(
  'tokens',
  'Send shorter prompts, ask for shorter answers, run fewer calls at once, or have the limit raised.',
);

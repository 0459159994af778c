// Too many requests in a minute.
import type { RuleCore } from '../rule.ts';
import { perMinute } from './per-minute.ts';

export const requestsPerMinute: RuleCore = perMinute(
  'requests',
  'Queue requests and spread them evenly over the minute, put several small ones into one, or have the limit raised.',
);

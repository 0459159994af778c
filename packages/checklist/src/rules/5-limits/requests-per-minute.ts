// Too many requests in a minute.
import type { Rule } from '../rule.ts';
import { perMinute } from './per-minute.ts';

export const requestsPerMinute: Rule = perMinute(
  'requests',
  'Queue requests and spread them evenly over the minute, put several small ones into one, or have the limit raised.',
  'queue',
);

// The cheap test before the rules: a call that passes it gets no finding from any of them.

import type { Thresholds } from '../thresholds.ts';
import type { AttributesLike } from './read-attributes.ts';

// Stop reasons without a rule.
const USUAL_STOPS: ReadonlySet<unknown> = new Set([undefined, 'end_turn', 'tool_use', 'stop_sequence']);

// https://platform.claude.com/docs/en/api/rate-limits#response-headers. To go through all names of a healthy call would
// cost more than all the rest here.
const LIMITS = [
  'requests',
  'tokens',
  'input_tokens',
  'output_tokens',
  'priority_input_tokens',
  'priority_output_tokens',
  'fast_input_tokens',
  'fast_output_tokens',
].map((kind) => ({
  remainingName: `anthropic.ratelimit.${kind}.remaining`,
  limitName: `anthropic.ratelimit.${kind}.limit`,
}));

// Limits of a subscription.
const WINDOWS = ['unified_5h', 'unified_7d'].map((kind) => `anthropic.ratelimit.${kind}.utilization`);

/**
 * Whether no rule of the catalogue can find anything. A wrong "no" costs some microseconds, a wrong "yes" a finding:
 * a value of the wrong type is a "no".
 */
export function looksHealthy(attributes: AttributesLike, thresholds: Thresholds): boolean {
  const status = attributes['http.response.status_code'];
  if (status !== undefined && status !== 200) return false;
  if (attributes['error.type'] !== undefined) return false;
  if (attributes['anthropic.error.type'] !== undefined) return false;
  if (attributes['anthropic.error.cause_code'] !== undefined) return false;
  if (attributes['anthropic.retry.outcome'] !== undefined) return false;
  if (attributes['anthropic.retry.reasons'] !== undefined) return false;
  if (attributes['http.request.resend_count'] !== undefined) return false;
  if (!usualStop(attributes)) return false;
  if (attributes['anthropic.message.content_blocks'] === 0) return false;
  const outcome = attributes['anthropic.stream.outcome'];
  if (outcome !== undefined) {
    if (outcome !== 'completed') return false;
    if (!atMost(attributes['anthropic.stream.longest_gap'], thresholds.streamStalledSeconds)) return false;
    if (!atMost(attributes['anthropic.stream.consumer_wait'], thresholds.slowConsumerSeconds)) return false;
    if (attributes['anthropic.stream.output_characters'] === 0) return false;
  }
  return farFromLimits(attributes, thresholds.nearLimitShare);
}

function usualStop(attributes: AttributesLike): boolean {
  const stop = attributes['anthropic.message.stop_reason'];
  if (stop !== undefined) return USUAL_STOPS.has(stop);
  const reasons = attributes['gen_ai.response.finish_reasons'];
  return reasons === undefined || (Array.isArray(reasons) && USUAL_STOPS.has(reasons[0]));
}

function farFromLimits(attributes: AttributesLike, share: number): boolean {
  for (const { remainingName, limitName } of LIMITS) {
    const remaining = attributes[remainingName];
    if (remaining === undefined) continue;
    const limit = attributes[limitName];
    if (limit === undefined || limit === 0) continue;
    if (typeof remaining !== 'number' || typeof limit !== 'number' || remaining < limit * share) return false;
  }
  return WINDOWS.every((name) => atMost(attributes[name], 1 - share));
}

const atMost = (value: unknown, bound: number): boolean =>
  value === undefined || (typeof value === 'number' && value <= bound);

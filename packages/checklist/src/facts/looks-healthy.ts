// A cheap test before the rules: a call that passes it cannot have a finding.

import { isNear } from '@sevenstep/wire';
import { isOwnCall } from '../spans/own-spans.ts';
import type { AttributesLike } from '../spans/read-attributes.ts';
import type { Thresholds } from '../thresholds.ts';
import { limitsOf } from './read-limits.ts';

// Stop reasons without a rule.
const USUAL_STOPS: ReadonlySet<unknown> = new Set([undefined, 'end_turn', 'tool_use', 'stop_sequence']);

// https://platform.claude.com/docs/en/api/rate-limits#response-headers, and the limits of a subscription.
const LIMITS = [
  'requests.remaining',
  'tokens.remaining',
  'input_tokens.remaining',
  'output_tokens.remaining',
  'priority_input_tokens.remaining',
  'priority_output_tokens.remaining',
  'fast_input_tokens.remaining',
  'fast_output_tokens.remaining',
  'unified_5h.utilization',
  'unified_7d.utilization',
].map((name) => `anthropic.ratelimit.${name}`);

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
  // Going through all names costs more than all the rest here. The instrumentation writes limits and the timeout on the
  // same spans: `details` of its `call-attributes.ts`.
  const mayHaveOthers = !isOwnCall(attributes) || attributes['anthropic.request.timeout'] !== undefined;
  if (!mayHaveOthers && LIMITS.every((name) => attributes[name] === undefined)) return true;
  return !limitsOf(attributes).some((limit) => isNear(limit, share));
}

const atMost = (value: unknown, bound: number): boolean =>
  value === undefined || (typeof value === 'number' && value <= bound);

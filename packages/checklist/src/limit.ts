// Which limit a 429 is about: what the message names, else what the headers had at 0.
import type { Facts, Limit } from './facts.ts';
import { clip, count, list, seconds } from './format.ts';
import { answered, says } from './match.ts';

/** A success with less than this share of a limit left is close to it. */
export const NEAR_SHARE = 0.1;

// Narrow before wide: with no input tokens left, the tokens of both directions together are often at 0 too.
const KINDS = ['input_tokens', 'output_tokens', 'requests', 'tokens'] as const;
export type LimitKind = (typeof KINDS)[number];

/** The codes of spend limits (SDK 1.12.0, `src/resources/shared.ts`): waiting a minute does not help. */
const SPEND_CODES: ReadonlySet<string | undefined> = new Set([
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
]);

/** A 429 of the API, or of nobody known to be another. */
export function isLimited(facts: Facts): boolean {
  return answered(facts, 429, 'rate_limit_error');
}

export function isQuota(facts: Facts): boolean {
  return (
    isLimited(facts) &&
    (SPEND_CODES.has(facts.errorCode) ||
      says(facts, 'tierSpendLimit') !== undefined ||
      says(facts, 'ownSpendLimit') !== undefined)
  );
}

export function isRamp(facts: Facts): boolean {
  return isLimited(facts) && facts.errorCode === 'ramp_limit_exceeded';
}

export function isConcurrency(facts: Facts): boolean {
  return isLimited(facts) && says(facts, 'concurrent') !== undefined;
}

/** The per-minute limit that a 429 is about, with its figures; nothing when neither message nor headers tell. */
export function exceededLimit(facts: Facts): Limit | undefined {
  if (!isLimited(facts) || isQuota(facts) || isRamp(facts) || isConcurrency(facts)) return undefined;
  const named = says(facts, 'perMinute');
  const kind = named?.kind?.toLowerCase().replace(' ', '_') ?? exhaustedKind(facts);
  if (kind === undefined) return undefined;
  const told = facts.limits.find((limit) => limit.kind === kind);
  const inMessage = named?.limit === undefined ? undefined : Number(named.limit.replaceAll(',', ''));
  return {
    kind,
    limit: told?.limit ?? inMessage,
    remaining: told?.remaining,
    resetSeconds: told?.resetSeconds,
  };
}

/** The narrowest limit that was at 0 on an attempt with a 429. */
export function exhaustedKind({ exhausted, limits }: Facts): LimitKind | undefined {
  return KINDS.find(
    (kind) =>
      exhausted.includes(kind) ||
      (exhausted.length === 0 && limits.some((limit) => limit.kind === kind && limit.remaining === 0)),
  );
}

/** `input tokens per minute: limit 50 000, 0 left, resets in 12 s`. */
export function figures(limit: Limit): string {
  const told = list(
    limit.limit !== undefined && `limit ${count(limit.limit)}`,
    limit.remaining !== undefined && `${count(limit.remaining)} left`,
    limit.resetSeconds !== undefined && `resets in ${seconds(limit.resetSeconds)}`,
  ).join(', ');
  return told === '' ? words(limit.kind) : `${words(limit.kind)}: ${told}`;
}

/** `input tokens per minute`. */
export function words(kind: string): string {
  return `${clip(kind.replaceAll('_', ' '), 60)} per minute`;
}

/** When to go on: what the response asked for, else when the limit is full again. */
export function waitFor(facts: Facts, limit?: Limit): string {
  const wait = facts.retryAfterSeconds ?? limit?.resetSeconds;
  return wait === undefined ? 'until the limit resets' : `${seconds(wait)}`;
}

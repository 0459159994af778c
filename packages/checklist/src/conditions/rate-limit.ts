// Which limit a 429 is about: what the message names, else what the headers had at 0.
import type { Facts, Limit } from '../facts/facts.ts';
import * as phrases from '../phrases/index.ts';
import { clip, count, list, wait } from '../texts/format.ts';
import { answered, codedAs, isBadRequest, says, saysAny } from './basic.ts';
import { cloudCodedAs, cloudCodeMeans } from './cloud-codes.ts';
import { memoizeLast } from './memoize-last.ts';

// Narrow before wide: with no input tokens left, the tokens of both directions together are often at 0 too.
const KINDS = ['input_tokens', 'output_tokens', 'requests', 'tokens'] as const;
export type LimitKind = (typeof KINDS)[number];

/** A 429 of the API, or of an unknown server. */
function isLimited(facts: Facts): boolean {
  return answered(facts, 429, 'rate_limit_error');
}

/** A limit of a Claude subscription, in the words of Claude Code: those of the API name none. */
export function isSubscription(facts: Facts): boolean {
  return (facts.status ?? 429) === 429 && saysAny(facts, phrases.subscription);
}

/** A limit that the organization or workspace set for itself: the API has 400 for it, relays 429. */
export function isOwnSpendLimit(facts: Facts): boolean {
  return (isBadRequest(facts) || isLimited(facts)) && saysAny(facts, phrases.ownSpendLimit);
}

export function isQuota(facts: Facts): boolean {
  if (isSubscription(facts)) return true;
  if (isOwnSpendLimit(facts)) return true;
  return isLimited(facts) && (codedAs(facts, 'limits.quota') || saysAny(facts, phrases.tierSpendLimit));
}

export function isRamp(facts: Facts): boolean {
  return isLimited(facts) && (codedAs(facts, 'limits.acceleration') || saysAny(facts, phrases.usageIncrease));
}

export function isConcurrency(facts: Facts): boolean {
  return isLimited(facts) && saysAny(facts, phrases.concurrent);
}

/** The tokens of a day, not of a minute. */
export function isDaily(facts: Facts): boolean {
  return isLimited(facts) && saysAny(facts, phrases.perDay);
}

/** The quota of a cloud that serves Claude in its own name. */
export function isCloudQuota(facts: Facts): boolean {
  const id = 'limits.cloud_quota';
  if (cloudCodedAs(facts, id)) return true;
  const limited = isLimited(facts) || cloudCodeMeans(facts, id);
  return limited && saysAny(facts, phrases.bedrockThrottled, phrases.vertexQuota, phrases.foundryQuota);
}

/** A gate of the plan: https://github.com/anthropics/claude-code/issues/50784 */
export function isLongContext(facts: Facts): boolean {
  return isLimited(facts) && saysAny(facts, phrases.longContext);
}

// Limits that are not per minute, even if a limit per minute is at 0 in the headers.
const OTHERS = [isQuota, isRamp, isConcurrency, isDaily, isCloudQuota, isLongContext] as const;

// A limit of another length of time, whatever is left of those of a minute.
const OTHER_WINDOW = /\bper (?:second|hour|day|week|month)\b/i;

/** The per-minute limit that a 429 is about, with its figures; nothing when neither message nor headers tell. */
export const exceededLimit: (facts: Facts) => Limit | undefined = memoizeLast((facts) => {
  if (!isLimited(facts) || OTHERS.some((other) => other(facts))) return undefined;
  const named = says(facts, phrases.perMinute) ?? says(facts, phrases.perMinuteBare);
  if (named === undefined && OTHER_WINDOW.test(facts.sentence)) return undefined;
  const kind =
    named?.kind?.toLowerCase().replace('request tokens', 'tokens').replace(' ', '_') ?? exhaustedKind(facts);
  if (kind === undefined) return undefined;
  const inHeaders = facts.limits.find((limit) => limit.kind === kind);
  const inMessage = named?.limit === undefined ? undefined : Number(named.limit.replaceAll(',', ''));
  return {
    kind,
    limit: inHeaders?.limit ?? inMessage,
    remaining: inHeaders?.remaining,
    resetSeconds: inHeaders?.resetSeconds,
  };
});

/** The narrowest limit that was at 0 on an attempt with a 429. */
export function exhaustedKind({ exhausted, limits }: Facts): LimitKind | undefined {
  return KINDS.find(
    (kind) =>
      exhausted.includes(kind) ||
      (exhausted.length === 0 && limits.some((limit) => limit.kind === kind && limit.remaining === 0)),
  );
}

/** `input tokens per minute: limit 50 000, 0 left, resets in 12 s`. */
export function limitFigures(limit: Limit): string {
  const parts = list(
    limit.limit !== undefined && `limit ${count(limit.limit)}`,
    limit.remaining !== undefined && `${count(limit.remaining)} left`,
    limit.utilization !== undefined && `${Math.round(limit.utilization * 100)} % used`,
    limit.resetSeconds !== undefined && `resets in ${wait(limit.resetSeconds)}`,
  ).join(', ');
  return parts === '' ? limitName(limit.kind) : `${limitName(limit.kind)}: ${parts}`;
}

/** `input tokens per minute`. Those of a subscription, such as `unified 5h`, name their own time. */
export function limitName(kind: string): string {
  const name = clip(kind.replaceAll('_', ' '), 60);
  return kind.startsWith('unified') ? name : `${name} per minute`;
}

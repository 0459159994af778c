// Finds the limit that a 429 is about: from the message, else from the headers at 0.
import type { Facts, Limit } from '../facts/facts.ts';
import * as phrases from '../phrases/index.ts';
import { clip, count, list, wait } from '../texts/format.ts';
import { answered, codedAs, isBadRequest, says, saysAny } from './basic.ts';
import { cloudCodedAs, cloudCodeMeans } from './cloud-codes.ts';
import { memoizeLast } from './memoize-last.ts';

// The narrower limit first: if the input tokens are at 0, the total tokens often are as well.
const KINDS = ['input_tokens', 'output_tokens', 'requests', 'tokens'] as const;
export type LimitKind = (typeof KINDS)[number];

/** A 429 of the API, or of an unknown server. */
function isLimited(facts: Facts): boolean {
  return answered(facts, 429, 'rate_limit_error');
}

/** A limit of a Claude subscription, in the words of Claude Code. The API's sentences do not name one. */
export function isSubscription(facts: Facts): boolean {
  return (facts.status ?? 429) === 429 && saysAny(facts, phrases.subscription);
}

/** A limit that the organization or workspace set itself. The API responds with 400, relays with 429. */
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

/** A limit of tokens per day, not per minute. */
export function isDaily(facts: Facts): boolean {
  return isLimited(facts) && saysAny(facts, phrases.perDay);
}

/** The quota of a cloud that serves Claude under its own name. */
export function isCloudQuota(facts: Facts): boolean {
  const id = 'limits.cloud_quota';
  if (cloudCodedAs(facts, id)) return true;
  const limited = isLimited(facts) || cloudCodeMeans(facts, id);
  return limited && saysAny(facts, phrases.bedrockThrottled, phrases.vertexQuota, phrases.foundryQuota);
}

/** A feature that the plan lacks: https://github.com/anthropics/claude-code/issues/50784 */
export function isLongContext(facts: Facts): boolean {
  return isLimited(facts) && saysAny(facts, phrases.longContext);
}

// Limits that are not per minute, even if a limit per minute is at 0 in the headers.
const OTHERS = [isQuota, isRamp, isConcurrency, isDaily, isCloudQuota, isLongContext] as const;

// A limit for another period, whatever the limits per minute are.
const OTHER_WINDOW = /\bper (?:second|hour|day|week|month)\b/i;

/** The limit per minute that a 429 is about, with its values; `undefined` if neither message nor headers name one. */
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

/** `input tokens per minute`. Limits of a subscription, such as `unified 5h`, name their own period. */
export function limitName(kind: string): string {
  const name = clip(kind.replaceAll('_', ' '), 60);
  return kind.startsWith('unified') ? name : `${name} per minute`;
}

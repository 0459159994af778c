// The limits that a span tells of: one for each kind that its attributes name.
import type { Limit } from './facts.ts';
import { type AttributesLike, readNumber } from './read.ts';

const RATE_LIMIT = 'anthropic.ratelimit.';
/** What a limit is told by. */
const TOLD = ['.remaining', '.utilization'] as const;

/** The API has four kinds, most clouds fewer; a sender that makes up thousands is not worth more. */
const MAX_LIMITS = 64;

export function limitsOf(attributes: AttributesLike): readonly Limit[] {
  const limits = new Map<string, Limit>();
  for (const name of Object.keys(attributes)) {
    // Most names end at this cheap test.
    if (!name.startsWith(RATE_LIMIT)) continue;
    const told = TOLD.find((end) => name.endsWith(end));
    const kind = told === undefined ? '' : name.slice(RATE_LIMIT.length, -told.length);
    if (!/^\w{1,60}$/.test(kind) || limits.has(kind)) continue;
    if (limits.size >= MAX_LIMITS) break;
    limits.set(kind, {
      kind,
      limit: readNumber(attributes, `anthropic.ratelimit.${kind}.limit`),
      remaining: readNumber(attributes, `anthropic.ratelimit.${kind}.remaining`),
      resetSeconds: readNumber(attributes, `anthropic.ratelimit.${kind}.reset`),
      utilization: readNumber(attributes, `anthropic.ratelimit.${kind}.utilization`),
    });
  }
  return [...limits.values()];
}

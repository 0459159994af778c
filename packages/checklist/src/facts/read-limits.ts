// Reads the limits on a span, one for each kind in its attributes.

import { type AttributesLike, readNumber } from '../spans/read-attributes.ts';
import type { Limit } from './facts.ts';

const RATE_LIMIT = 'anthropic.ratelimit.';
/** The suffixes of a limit's attributes. */
const SUFFIXES = ['.remaining', '.utilization'] as const;

/** The most kinds to read. The API has four, and most clouds have fewer. */
const MAX_LIMITS = 64;

export function limitsOf(attributes: AttributesLike): readonly Limit[] {
  const limits = new Map<string, Limit>();
  for (const name of Object.keys(attributes)) {
    // Most names end at this cheap test.
    if (!name.startsWith(RATE_LIMIT)) continue;
    const suffix = SUFFIXES.find((end) => name.endsWith(end));
    const kind = suffix === undefined ? '' : name.slice(RATE_LIMIT.length, -suffix.length);
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

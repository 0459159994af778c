// Response headers as span attributes: ids, rate limits, and on failure the few that name an intermediary.
import type { SpanAttributes } from '../index.ts';

/** Whose request it was, and its id to quote to support. */
export function identityAttributes(headers: Headers): SpanAttributes {
  return {
    'anthropic.request.id': headers.get('request-id') ?? undefined,
    'anthropic.organization.id': headers.get('anthropic-organization-id') ?? undefined,
    'anthropic.workspace.id': headers.get('anthropic-workspace-id') ?? undefined,
  };
}

/** Headers of a failed response that say who answered and what it asked for. */
export const RECORDED_ON_FAILURE = [
  'cf-ray',
  'content-type',
  'retry-after',
  'server',
  'via',
  'x-amzn-errortype',
  'x-amzn-requestid',
  'x-should-retry',
] as const;

const MAX_HEADER_LENGTH = 256;

export function failureHeaderAttributes(headers: Headers): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const name of RECORDED_ON_FAILURE) {
    const value = headers.get(name);
    if (value) attributes[`http.response.header.${name}`] = [value.slice(0, MAX_HEADER_LENGTH)];
  }
  return attributes;
}

/**
 * The wait the response asks for, in seconds, read as the SDK reads it (`retryRequest`, `src/client.ts`); 0 for a time
 * that is over.
 */
export function retryAfterSeconds(headers: Headers, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds) return Number.isFinite(milliseconds) ? milliseconds / 1000 : undefined;
  const value = headers.get('retry-after');
  if (!value) return undefined;
  const asked = Number.parseFloat(value);
  const result = Number.isNaN(asked) ? (Date.parse(value) - now) / 1000 : asked;
  return Number.isFinite(result) ? Math.max(0, result) : undefined;
}

/** One rate limit as the headers give it. `kind` is in attribute spelling: `input_tokens`. */
export interface RateLimit {
  readonly kind: string;
  limit?: number;
  remaining?: number;
  /** Seconds until it is full again. */
  reset?: number;
  /** Share of it that is used: what the limits of a subscription tell in place of figures. */
  utilization?: number;
}

/** Those of a priority tier and of fast mode have no `ratelimit` in their names. */
const RATE_LIMIT_NAME =
  /^anthropic-(?:ratelimit-(?<kind>[a-z0-9_-]{1,40})|(?<tier>(?:priority|fast)-[a-z-]{1,40}))-(?<part>limit|remaining|reset|utilization)$/;

/** What a header's name says. */
interface RateLimitName {
  readonly kind: string;
  readonly part: 'limit' | 'remaining' | 'reset' | 'utilization';
}

/** Every response has the same few names: as many of them are read once. */
const MAX_NAMES = 64;
const namesRead = new Map<string, RateLimitName>();

function rateLimitName(header: string): RateLimitName | undefined {
  if (!header.startsWith('anthropic-')) return undefined;
  const before = namesRead.get(header);
  if (before) return before;
  const { kind, tier, part } = RATE_LIMIT_NAME.exec(header)?.groups ?? {};
  const said = kind ?? tier;
  if (said === undefined) return undefined;
  const name = { kind: said.replaceAll('-', '_'), part: part as RateLimitName['part'] };
  if (namesRead.size < MAX_NAMES) namesRead.set(header, name);
  return name;
}

/** The API sends four kinds to most; a server that sends hundreds does not fill the span. */
const MAX_RATE_LIMITS = 16;

export function rateLimits(headers: Headers, now: number): RateLimit[] {
  const limits = new Map<string, RateLimit>();
  headers.forEach((value, header) => {
    const name = rateLimitName(header);
    if (name === undefined) return;
    const { kind, part } = name;
    const limit = limits.get(kind) ?? { kind };
    if (limits.size >= MAX_RATE_LIMITS && !limits.has(kind)) return;
    limits.set(kind, limit);
    if (part === 'reset') {
      const reset = secondsUntil(value, now);
      if (reset !== undefined) limit.reset = reset;
    } else if (part === 'utilization') {
      if (/^\d{1,3}(\.\d{1,9})?$/.test(value)) limit.utilization = Number(value);
    } else if (/^\d{1,15}$/.test(value)) {
      limit[part] = Number(value);
    }
  });
  return [...limits.values()];
}

export function rateLimitAttributes(limits: readonly RateLimit[]): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const { kind, limit, remaining, reset, utilization } of limits) {
    if (limit !== undefined) attributes[`anthropic.ratelimit.${kind}.limit`] = limit;
    if (remaining !== undefined) attributes[`anthropic.ratelimit.${kind}.remaining`] = remaining;
    if (reset !== undefined) attributes[`anthropic.ratelimit.${kind}.reset`] = reset;
    if (utilization !== undefined) attributes[`anthropic.ratelimit.${kind}.utilization`] = utilization;
  }
  return attributes;
}

/** A reset is a time (RFC 3339), or on some limits a number: of seconds, or of epoch seconds. */
function secondsUntil(value: string, now: number): number | undefined {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const until = number === undefined ? Date.parse(value) : number > 1e9 ? number * 1000 : now + number * 1000;
  return Number.isFinite(until) ? Math.max(0, Math.round(until - now) / 1000) : undefined;
}

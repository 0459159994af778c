// Turns response headers into span attributes: ids, rate limits and, for a failure, headers that name an intermediary.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { memoizeLast } from './memoize-last.ts';
import { isLess } from './near-limit.ts';
import { isEcho, isEchoedName, type SentRequest, type SentText } from './redaction/echo.ts';
import { secretIn } from './redaction/redact.ts';
import { type ServerText, serverText } from './redaction/server-text.ts';

/** Ids of the API, some with the name of a cloud, and UUIDs. A server may also put text behind `req_`. */
const USUAL_ID =
  /^(?:(?:req|org|wrkspc)_(?:[a-z]{4}_)?01[A-Za-z0-9]{20,26}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Reads all headers in one pass, which is faster than three reads by name. */
export class HeaderFacts {
  /** Whose request it was, and its id to quote to support. */
  readonly identity: SpanAttributes = {
    'anthropic.request.id': undefined,
    'anthropic.organization.id': undefined,
    'anthropic.workspace.id': undefined,
  };
  /** The smallest remaining share of a rate limit; 1 without limits. */
  leastLeft = 1;
  /** The kinds of exhausted rate limits. */
  readonly usedUp: string[] = [];
  /** The limit that was read last. */
  #kind = '';
  #most: number | undefined;

  /** @param request the request that was answered: values that repeat it are left out */
  constructor(headers: Headers, request?: SentRequest) {
    // Headers come in the order of their names, so `limit` comes before `remaining`.
    headers.forEach((value, header) => {
      this.#read(header, value, request);
    });
  }

  /** Whether less than `share` of a limit is left. */
  isNear(share: number): boolean {
    return isLess(this.leastLeft, share);
  }

  #read(header: string, value: string, request: SentRequest | undefined): void {
    const name = rateLimitName(header);
    if (name !== undefined) {
      if (name.part !== 'reset') this.#readLimit(name, value);
    } else if (header === 'request-id') this.identity['anthropic.request.id'] = idText(value, request);
    else if (header === 'anthropic-organization-id')
      this.identity['anthropic.organization.id'] = idText(value, request);
    else if (header === 'anthropic-workspace-id')
      this.identity['anthropic.workspace.id'] = idText(value, request);
  }

  #readLimit({ kind, part }: RateLimitName, value: string): void {
    if (part === 'limit') {
      this.#kind = kind;
      this.#most = digits(value);
      return;
    }
    const left = part === 'remaining' ? digits(value) : unusedShare(value);
    if (left === undefined) return;
    if (left <= 0 && this.usedUp.length < MAX_RATE_LIMITS) this.usedUp.push(kind);
    const most = part === 'remaining' ? (kind === this.#kind && this.#most) || left : 1;
    if (left < most * this.leastLeft) this.leastLeft = left / most;
  }
}

/** Whose request it was, and its id to quote to support. */
export const identityAttributes = (headers: Headers, sent?: SentText): SpanAttributes =>
  new HeaderFacts(headers, { sentText: sent }).identity;

function idText(text: string, request?: SentRequest): string | undefined {
  // The API's own ids are not compared, to save time on each call.
  if (USUAL_ID.test(text)) return text;
  const id = serverText('id', text);
  return id !== undefined && isEchoedName(id, request?.sentText) ? undefined : id;
}

const unusedShare = (utilization: string): number | undefined =>
  UTILIZATION.test(utilization) ? 1 - Number(utilization) : undefined;

/** Headers of a failed response that name the server and its advice, such as `retry-after`. */
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

/** The kind of text in each. */
const KINDS: Readonly<Record<(typeof RECORDED_ON_FAILURE)[number], ServerText>> = {
  'cf-ray': 'ray',
  'content-type': 'contentType',
  'retry-after': 'wait',
  server: 'product',
  via: 'via',
  'x-amzn-errortype': 'exception',
  'x-amzn-requestid': 'id',
  'x-should-retry': 'flag',
};

/** Built once, because a new string is slow as a key. */
const FAILURE_ATTRIBUTES = RECORDED_ON_FAILURE.map(
  (name) => [name, KINDS[name], `http.response.header.${name}`] as const,
);

/** Kinds whose values cannot repeat a request. */
const BOUND: ReadonlySet<ServerText> = new Set(['wait', 'flag']);
/** Cloudflare's own form. Each response has a new value, so comparing it with the request would take time on each call. */
const USUAL_RAY = /^[0-9a-f]{16}-[A-Z]{3}$/;
/** Common values that need neither a check of their form nor a comparison with the request. */
const USUAL: ReadonlySet<string> = new Set([
  'application/json',
  'text/event-stream',
  'text/html',
  'text/plain',
  // In front of the API.
  'cloudflare',
]);

/** @param sent the request that was answered: what repeats it is left out */
export function failureHeaderAttributes(headers: Headers, sent?: SentText): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const [name, kind, attribute] of FAILURE_ATTRIBUTES) {
    const given = headers.get(name);
    if (given === null) continue;
    const isUsual = USUAL.has(given);
    const value = isUsual ? given : serverText(kind, given);
    if (value === undefined) continue;
    const isCompared = !isUsual && !BOUND.has(kind) && !USUAL_RAY.test(value);
    // A class of AWS such as `ExpiredToken` would seem to label the address after it as a secret.
    const [named = ''] = kind === 'exception' ? value.split(':', 1) : [value];
    if (isCompared && (secretIn(named) !== undefined || isEcho([value], sent))) continue;
    attributes[attribute] = [value];
  }
  return attributes;
}

/**
 * Seconds that the response asks to wait, read as the SDK does (`retryRequest`, `src/client.ts`); 0 for a time in the past.
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

/** One rate limit from the headers. `kind` is spelled as in attributes: `input_tokens`. */
export interface RateLimit {
  readonly kind: string;
  limit?: number;
  remaining?: number;
  /** Seconds until it is full again. */
  reset?: number;
  /** The used share. Limits of a subscription have this in place of numbers. */
  utilization?: number;
}

/** Names of rate-limit headers. A priority tier and fast mode lack `ratelimit`. A kind has few words, unlike a sentence. */
const RATE_LIMIT_NAME =
  /^anthropic-(?:ratelimit-(?<kind>[a-z]{1,24}\d{0,3}(?:[_-][a-z0-9]{1,16}){0,3})|(?<tier>(?:priority|fast)(?:-[a-z]{1,16}){1,4}))-(?<part>limit|remaining|reset|utilization)$/;

/** Words of the limits' names. A new kind may have one other word; a text has more. */
const LIMIT_WORDS =
  /^(?:requests?|(?:input|output|cached?|total|batch)|tokens?|unified|priority|fast|mode|overage|fallback|opus|sonnet|haiku|fable|mythos|read|write|web|search|fetch|tool|code|\d{1,3}[a-z]?)$/;

/** The parts of a header's name. */
interface RateLimitName {
  readonly kind: string;
  readonly part: 'limit' | 'remaining' | 'reset' | 'utilization';
}

/** The most names to cache. Every response has the same few. */
const MAX_NAMES = 64;
const namesRead = new Map<string, RateLimitName>();

function rateLimitName(header: string): RateLimitName | undefined {
  const before = namesRead.get(header);
  if (before || !header.startsWith('anthropic-')) return before;
  const { kind, tier, part } = RATE_LIMIT_NAME.exec(header)?.groups ?? {};
  const said = kind ?? tier;
  if (said === undefined || said.split(/[_-]/).filter((word) => !LIMIT_WORDS.test(word)).length > 1)
    return undefined;
  const name = { kind: said.replaceAll('-', '_'), part: part as RateLimitName['part'] };
  if (namesRead.size < MAX_NAMES) namesRead.set(header, name);
  return name;
}

const UTILIZATION = /^\d{1,3}(\.\d{1,9})?$/;
/** The most kinds to read, so that a server cannot fill the span. The API usually sends four. */
const MAX_RATE_LIMITS = 16;

export function rateLimits(headers: Headers, now: number): RateLimit[] {
  const limits: RateLimit[] = [];
  let limit: RateLimit | undefined;
  headers.forEach((value, header) => {
    const name = rateLimitName(header);
    if (name === undefined) return;
    const { kind, part } = name;
    // Headers come in the order of their names, so headers of a kind follow each other.
    if (limit?.kind !== kind) limit = limits.find((known) => known.kind === kind);
    if (!limit) {
      if (limits.length >= MAX_RATE_LIMITS) return;
      limit = { kind };
      limits.push(limit);
    }
    if (part === 'reset') {
      const reset = secondsUntil(value, now);
      if (reset !== undefined) limit.reset = reset;
    } else if (part === 'utilization') {
      if (UTILIZATION.test(value)) limit.utilization = Number(value);
    } else {
      const number = digits(value);
      if (number === undefined) return;
      if (part === 'limit') limit.limit = number;
      else limit.remaining = number;
    }
  });
  return limits;
}

export function rateLimitAttributes(limits: readonly RateLimit[]): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const { kind, limit, remaining, reset, utilization } of limits) {
    const names = attributeNames(kind);
    if (limit !== undefined) attributes[names.limit] = limit;
    if (remaining !== undefined) attributes[names.remaining] = remaining;
    if (reset !== undefined) attributes[names.reset] = reset;
    if (utilization !== undefined) attributes[names.utilization] = utilization;
  }
  return attributes;
}

type AttributeNames = { readonly [Part in RateLimitName['part']]: `anthropic.ratelimit.${string}.${Part}` };

const namesOfKinds = new Map<string, AttributeNames>();

/** The names for a kind, also built once. */
function attributeNames(kind: string): AttributeNames {
  const before = namesOfKinds.get(kind);
  if (before) return before;
  const names: AttributeNames = {
    limit: `anthropic.ratelimit.${kind}.limit`,
    remaining: `anthropic.ratelimit.${kind}.remaining`,
    reset: `anthropic.ratelimit.${kind}.reset`,
    utilization: `anthropic.ratelimit.${kind}.utilization`,
  };
  if (namesOfKinds.size < MAX_NAMES) namesOfKinds.set(kind, names);
  return names;
}

/** A number of at most 15 digits. */
function digits(value: string): number | undefined {
  if (value.length === 0 || value.length > 15) return undefined;
  let number = 0;
  for (let index = 0; index < value.length; index += 1) {
    const digit = value.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

/** Seconds until a reset, which is a time (RFC 3339) or, for some limits, a number of seconds or epoch seconds. */
function secondsUntil(value: string, now: number): number | undefined {
  const number = digits(value) ?? (/^\d+\.\d+$/.test(value) ? Number(value) : undefined);
  const until = number === undefined ? epochOf(value) : number > 1e9 ? number * 1000 : now + number * 1000;
  return Number.isFinite(until) ? Math.max(0, Math.round(until - now) / 1000) : undefined;
}

/** Cached, because the limits of a response mostly reset at the same time. */
const epochOf: (time: string) => number = memoizeLast(Date.parse);

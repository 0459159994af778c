// The headers of an API answer, and the changes that a fault makes to them.

/** The organization in every answer. */
const ORGANIZATION_ID = '00000000-0000-4000-8000-000000000000';

/** Limit and remaining of each rate limit of a healthy account. */
const RATE_LIMITS: Readonly<Record<string, readonly [limit: number, remaining: number]>> = {
  requests: [4000, 3999],
  tokens: [2_400_000, 2_399_000],
  'input-tokens': [2_000_000, 1_999_000],
  'output-tokens': [400_000, 400_000],
};

/** Names of headers that only the API sends. */
export const API_HEADERS: readonly string[] = [
  'request-id',
  'anthropic-organization-id',
  ...Object.keys(RATE_LIMITS).flatMap((kind) =>
    ['limit', 'remaining', 'reset'].map((field) => `anthropic-ratelimit-${kind}-${field}`),
  ),
];

/** The API's headers for one answer. The limits reset one second after `now`, in milliseconds since the epoch. */
export function apiHeaders(requestId: string, contentType: string, now: number): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': contentType,
    'request-id': requestId,
    'anthropic-organization-id': ORGANIZATION_ID,
  };
  const reset = new Date(now + 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  for (const [kind, [limit, remaining]] of Object.entries(RATE_LIMITS)) {
    headers[`anthropic-ratelimit-${kind}-limit`] = `${limit}`;
    headers[`anthropic-ratelimit-${kind}-remaining`] = `${remaining}`;
    headers[`anthropic-ratelimit-${kind}-reset`] = reset;
  }
  return headers;
}

/** The headers with a fault's headers on top; `null` removes one. */
export function changeHeaders(
  headers: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const changed = new Map(Object.entries(headers));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name.toLowerCase());
    else changed.set(name.toLowerCase(), value);
  }
  return Object.fromEntries(changed);
}

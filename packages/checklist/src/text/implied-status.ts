// Finds the status that words imply if a text has none: from relays, from an edge's page, or from an envelope alone.
import { CODES } from '../conditions/api-codes.ts';
import { titleOf } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import * as phrases from '../phrases/index.ts';
import type { Signs } from './signs.ts';

/** Sentences of relays that imply a status. */
const OF_RELAYS = [
  [phrases.relayContext, 400],
  [phrases.relayBalance, 403],
  [phrases.relayLimit, 429],
  [phrases.noChannel, 503],
  [phrases.vertexModel, 404],
  [phrases.foundryDeployment, 404],
  [phrases.bedrockAccess, 403],
  [phrases.bedrockMaxTokens, 400],
  [phrases.bedrockModel, 400],
  [phrases.bedrockProfile, 400],
  [phrases.requestNotAllowed, 403],
] as const;

/** Envoy's sentences. */
const UPSTREAM = /^(?:upstream connect error|no healthy upstream)\b/i;

/** The status of a relay's sentence, or of a page from an edge. */
export const statusOfRelay = (sentence: string, { page }: Signs): number | undefined =>
  OF_RELAYS.find(([phrase]) => phrases.findPhrase(phrase, sentence) !== undefined)?.[1] ??
  (UPSTREAM.test(sentence) ? 503 : undefined) ??
  // An edge blocks requests with 403. Cloudflare's page for its rate limit has the same title, and 429.
  (page !== undefined && phrases.findPhrase(phrases.edgeBlock, titleOf(page.value)) !== undefined
    ? /\berror 1015\b/i.test(page.value)
      ? 429
      : 403
    : undefined);

/** Types that the API sends with only one status. */
const ONE_STATUS: ReadonlySet<string | undefined> = new Set([
  'authentication_error',
  'permission_error',
  'not_found_error',
  'conflict_error',
  'request_too_large',
  'rate_limit_error',
]);

/** The status of an envelope alone, from its code or its type. */
export function impliedStatus(
  type: string | undefined,
  code: string | undefined,
  sentence: string,
): number | undefined {
  if (type === undefined) return undefined;
  const coded = code === undefined ? undefined : [...CODES.keys()].find((one) => one.endsWith(` ${code}`));
  if (coded !== undefined) return Number.parseInt(coded, 10);
  if (type === 'api_error' && /^service unavailable\.?$/i.test(sentence)) return 503;
  return ONE_STATUS.has(type) ? STATUS_OF_TYPE.get(type) : undefined;
}

// The status that words mean, where a text has none: of relays, of an edge's page, and of an envelope that stands alone.
import { CODES } from '../conditions/api-codes.ts';
import { titleOf } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import * as phrases from '../phrases/index.ts';
import type { Signs } from './signs.ts';

/** Sentences of relays that mean one status, where the text has none. */
const OF_RELAYS = [
  [phrases.relayContext, 400],
  [phrases.relayBalance, 403],
  [phrases.relayLimit, 429],
  [phrases.noChannel, 503],
  [phrases.vertexModel, 404],
  [phrases.foundryDeployment, 404],
  [phrases.bedrockMaxTokens, 400],
  [phrases.bedrockModel, 400],
  [phrases.bedrockProfile, 400],
  [phrases.requestNotAllowed, 403],
] as const;

/** Envoy's. */
const UPSTREAM = /^(?:upstream connect error|no healthy upstream)\b/i;

/** The status of a relay's sentence, or of a page that an edge shows. */
export const statusOfRelay = (sentence: string, { page }: Signs): number | undefined =>
  OF_RELAYS.find(([phrase]) => phrases.findPhrase(phrase, sentence) !== undefined)?.[1] ??
  (UPSTREAM.test(sentence) ? 503 : undefined) ??
  // An edge blocks a request with 403. Cloudflare's limit has the same title, and 429.
  (page !== undefined && phrases.findPhrase(phrases.edgeBlock, titleOf(page.value)) !== undefined
    ? /\berror 1015\b/i.test(page.value)
      ? 429
      : 403
    : undefined);

/** Types that come with one status only. */
const ONE_STATUS: ReadonlySet<string | undefined> = new Set([
  'authentication_error',
  'permission_error',
  'not_found_error',
  'conflict_error',
  'request_too_large',
  'rate_limit_error',
]);

/** The status of an envelope that stands alone: by its code, or by its type. */
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

// The status that words mean, where a text has none: of relays, of an edge's page, and of an envelope that stands alone.
import { CODES } from '../conditions/api-codes.ts';
import { titleOf } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { findPhrase } from '../phrases/index.ts';
import type { Signs } from './signs.ts';

/** Sentences of relays that mean one status, where the text has none. */
const OF_RELAYS = [
  ['relayContext', 400],
  ['relayBalance', 403],
  ['relayLimit', 429],
  ['noChannel', 503],
  ['vertexModel', 404],
  ['foundryDeployment', 404],
  ['bedrockMaxTokens', 400],
  ['bedrockModel', 400],
  ['bedrockProfile', 400],
  ['requestNotAllowed', 403],
] as const;

/** Envoy's. */
const UPSTREAM = /^(?:upstream connect error|no healthy upstream)\b/i;

/** The status of a relay's sentence, or of a page that an edge shows. */
export const statusOfRelay = (sentence: string, { page }: Signs): number | undefined =>
  OF_RELAYS.find(([phrase]) => findPhrase(phrase, sentence) !== undefined)?.[1] ??
  (UPSTREAM.test(sentence) ? 503 : undefined) ??
  // A request that an edge blocks has this status.
  (page !== undefined && findPhrase('edgeBlock', titleOf(page.value)) !== undefined ? 403 : undefined);

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

// Checks the size of a request: bytes of the body, and tokens estimated from characters.
import type { GivenRequest } from './given-request.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject } from './plain.ts';
import type { ReportProblem } from './problem.ts';

/** The API's limit for `/v1/messages`, in bytes: https://platform.claude.com/docs/en/api/overview#request-size-limits */
export const MAX_BODY_BYTES: number = 32 * 1024 * 1024;

/** The least number of bytes of the body, without its punctuation and escapes. */
export function leastBytes(value: Plain): number {
  if (typeof value === 'string') return value.length;
  let bytes = 0;
  if (isPlainArray(value)) for (const item of value) bytes += leastBytes(item);
  else if (isPlainObject(value))
    for (const name in value) bytes += name.length + leastBytes(value[name] ?? null);
  return bytes;
}

export function checkBodySize({ params }: GivenRequest, report: ReportProblem): void {
  if (leastBytes(params) <= MAX_BODY_BYTES) return;
  report('', 'Request exceeds the maximum size', { status: 413, type: 'request_too_large' });
}

/** Characters per token. English has about 4, so the estimate is low. */
const CHARACTERS = 5;
/** Characters per token beyond ASCII, where texts have more tokens. */
const CHARACTERS_BEYOND = 2;

function estimated(text: string): number {
  let beyond = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) beyond++;
  return (text.length - beyond) / CHARACTERS + beyond / CHARACTERS_BEYOND;
}

/** Tokens in the texts of a request, estimated low. Images and documents do not count. */
export const estimateTokens = ({ system = null, messages = null, tools = null }: PlainObject): number =>
  Math.round(tokensOf(system) + tokensOf(messages) + tokensOf(tools));

function tokensOf(value: Plain): number {
  if (typeof value === 'string') return estimated(value);
  let tokens = 0;
  if (isPlainArray(value)) for (const item of value) tokens += tokensOf(item);
  else if (isPlainObject(value) && value.type !== 'base64')
    for (const name in value) if (!UNREAD.has(name)) tokens += tokensOf(value[name] ?? null);
  return tokens;
}

/** Fields that the model does not read as text. */
const UNREAD = new Set([
  'data',
  'signature',
  'encrypted_content',
  'cache_control',
  'id',
  'tool_use_id',
  'type',
]);

export function checkContextWindow(
  { params, facts, inputTokens }: GivenRequest,
  report: ReportProblem,
): void {
  if (facts === undefined) return;
  const tokens = inputTokens ?? estimateTokens(params);
  if (tokens <= facts.contextWindow) return;
  report('messages', `prompt is too long: ${tokens} tokens > ${facts.contextWindow} maximum`, {
    certain: inputTokens !== undefined,
    source: facts.source,
  });
}

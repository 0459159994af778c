// Finds the answer in a text: the author of its body, its headers, and its end.
import type { BodyFormat, SpanAttributes } from '@sevenstep/semantic-conventions';
import { hadAnswer, typeOfSentence } from '../facts/error-sentence.ts';
import { goesWith } from '../facts/goes-with.ts';
import { isApiSentence } from '../phrases/index.ts';
import type { Pair } from './pairs.ts';
import type { Sentence } from './sentence.ts';
import { endOfLine, factOf, matchesIn, type Signs, type StatusSign, type TypeSign } from './signs.ts';

/** Words of relays: Chinese text, an id of new-api or one-api, names for the server behind them, and Envoy's for its own rules. */
const RELAYED =
  /[\u3400-\u9fff]|\(request id: \d{14}|\bupstream error\b|\bbad response status code\b|\bRBAC: access\b/i;

/** The error classes of the SDK for TypeScript, before a body that is not an envelope of the API. */
const OTHER_BODY =
  /\b(?:BadRequest|Authentication|PermissionDenied|NotFound|Conflict|UnprocessableEntity|RateLimit|InternalServer|API)Error: (?:Error code: )?[345]\d\d (?:- )?(?![\s[<]|\{(?!["'](?!type|error)\w{3,40}["'])|status code)\S/;

/** Before 1.0, the SDK names the class `Error`. */
const NUMBERED = /\bError: [345]\d\d (?![\s{[<]|status code)\S/;
const IN_SDK = /@anthropic-ai\/sdk\/(?:core\/)?error\./;

/** A response printed with its headers begins like this. */
const HEADERS =
  /(?:^|\\n|> |\| )\s{0,12}(?:< )?HTTP\/[123](?:\.[01])? [2-5]\d\d|\bheaders["']?: ?(?:Headers|\{)|^(?:< )?content-type: /im;

/** The message of the SDKs for TypeScript and Python for an answer without a body. */
const NO_BODY = /\b[345]\d\d status code \(no body\)|\bError code: [345]\d\d(?=["'\s)]{0,4}(?:$|\\n|[&<}]))/m;

/** For a body that is not JSON, the Python SDK's message is the body. Otherwise it begins with a status. */
const NO_PYTHON_JSON =
  /\b_make_status_error_from_response\([\w.]{1,40}\)[^\n]{0,40}?(?:\n|\\{1,8}n)[\s>|]{0,20}anthropic\.\w{1,40}: (?!Error code|\{)|Error: error code: 1\d{3}$/m;

/** LiteLLM's proxy, about the keys that it issues. */
const PROXY_KEYS = /\blitellm\.proxy\.[^\n]{0,60}\b(?:auth\b|ProxyException)|\bLiteLLM Virtual Key\b/;

/**
 * Relays use the API's types for their own rejections: with another type's status and in their own words, or in FastAPI's `detail`.
 */
export function isOfRelay(
  { brackets }: Signs,
  type: TypeSign | undefined,
  status: StatusSign | undefined,
  sentence: string,
): boolean {
  if (type?.pair === undefined || (status?.status !== 401 && status?.status !== 403)) return false;
  for (let at = type.pair.within; at > 0; at = brackets[at]?.within ?? 0)
    if (brackets[at]?.name === 'detail') return true;
  return RELAYED.test(sentence) && !goesWith(status.status, type.value);
}

/** The format of a body that is not the API's, if the text has one: a page, other JSON, or a relay's sentence. */
export function bodyOf(
  signs: Signs,
  type: TypeSign | undefined,
  status: StatusSign | undefined,
  sentence: Sentence,
): BodyFormat | undefined {
  if (type !== undefined) return undefined;
  if (signs.page !== undefined) return 'html';
  if (sentence.pair !== undefined && isForeignJson(signs, sentence.pair, status)) return 'json';
  if (NO_PYTHON_JSON.test(signs.text)) return 'text';
  if (status === undefined) return undefined;
  if (NO_BODY.test(signs.text)) return 'empty';
  if (PROXY_KEYS.test(signs.text) || isOfGateway(signs, status, sentence)) return 'json';
  const behind = signs.text.slice(status.end, endOfLine(signs.text, status.end));
  if (RELAYED.test(behind)) return 'text';
  const isOwn = isApiSentence(sentence.value) || typeOfSentence(sentence.value) !== undefined;
  if (isOwn) return undefined;
  if (OTHER_BODY.test(signs.text) || (IN_SDK.test(signs.text) && NUMBERED.test(signs.text))) return 'text';
  return HEADERS.test(signs.text) && !signs.requestIds.some(({ value }) => value.startsWith('req_'))
    ? 'text'
    : undefined;
}

/** The names of bodies, and of values inside them. */
const FOREIGN_PLACES: ReadonlySet<string> = new Set(['error', 'body', 'responsebody', 'data', 'detail']);

/** LiteLLM's words before a body. */
const LITELLM = /\bAnthropicException - $/;
/** The words of LiteLLM's proxy after a body. */
const LITELLM_PROXY = /^\}?\. Received Model Group=/;

/** `{"statusCode":401,"message":…}`, as from Azure's API Management. */
const isOfGateway = ({ text }: Signs, { pair }: StatusSign, { pair: message }: Sentence): boolean =>
  pair?.name === 'statuscode' &&
  message?.within === pair.within &&
  /^\s{0,20}\{\s{0,20}["']statusCode["']/m.test(text);

/** A stack or the name of a class, which a logged error has. */
const isOfLogged = ({ name, value }: Pair): boolean =>
  name === 'stack' || name === 'stacktrace' || (name === 'name' && /(?:Error|Exception)$/.test(value));

/** `{"error":{"message":…}}` without a type of the API. A logged error does not count. */
function isForeignJson(
  { brackets, pairs, statuses, text }: Signs,
  { within }: Pair,
  status: StatusSign | undefined,
): boolean {
  const bracket = brackets[within];
  if (bracket === undefined || within === 0 || text[bracket.start] !== '{') return false;
  if (pairs.some((pair) => pair.within === within && isOfLogged(pair))) return false;
  // The cause of an error is sometimes printed a second time.
  const isBehindStatus = statuses.some(
    ({ status: one, end }) => one === status?.status && end <= bracket.start && bracket.start - end < 8,
  );
  return (
    FOREIGN_PLACES.has(bracket.name) ||
    isBehindStatus ||
    LITELLM.test(text.slice(0, bracket.start).slice(-40)) ||
    LITELLM_PROXY.test(text.slice(bracket.end, bracket.end + 40))
  );
}

/** Libraries' messages for a stream that ended without an answer. */
const NO_EVENTS =
  /^no generation chunks were returned|\brequest ended without sending any chunks\b|\bstream ended without sending any/i;
const UNFINISHED =
  /\bstream (?:has )?ended without (?:producing|receiving) (?:a )?(?:message|final)|\bstream ended before message_stop\b/i;

/** From Claude Code. */
const IDLE = /\bstream idle timeout\b/i;

/** How a stream ended if it reported no error. */
export function endOfStream(sentence: string): SpanAttributes | undefined {
  if (NO_EVENTS.test(sentence))
    return { 'anthropic.stream.outcome': 'incomplete', 'anthropic.stream.events': 0 };
  if (IDLE.test(sentence)) return { 'anthropic.stream.outcome': 'timeout' };
  return UNFINISHED.test(sentence) ? { 'anthropic.stream.outcome': 'incomplete' } : undefined;
}

/** An error event of Bedrock, as the Python SDK prints it. */
export const CLOUD_EVENT: RegExp = /':exception-type'/;

/** The SDK for TypeScript before 0.60 throws an error event as a connection error. */
export const THROWN_BY_STREAM: RegExp = /\bAPIError\.generate\b[^\n]{0,300}\n\s{0,20}at Stream\.iterator\b/;

/** For an `error` event of a stream, the SDKs have no status and use their most general class. */
export const isErrorEvent = ({ text }: Signs): boolean =>
  /(?:^|\\n|[\s>|])event: error\b/m.test(text) ||
  /\bAPI(?:Status)?Error: \{/.test(text) ||
  // Only events have empty details.
  /\bdetails\\{0,8}["']?\s{0,2}(?:=>?|:)\s{0,2}(?:null|None|nil)\b/.test(text) ||
  // `JSON.stringify` omits an undefined status.
  /^\s{0,20}\{"headers":\{/.test(text) ||
  (/\bError: \{/.test(text) && isStreamed(text));

/** Stack frames and calls of code that reads a stream. */
const STREAMED =
  /StreamHandler|SseHandler|MidStream|iterSSE|fromSSEResponse|core\/streaming|_streaming\.py|MessageStream|ssestream|content_block_|message_start|\.stream\(|stream["']?: ?true|text_stream|event-stream|for await|[Ss]tream connection|(?:processing|reading|parsing) stream|Stream\.iterator|StreamingResponse|chunk in\b|\bmid-?stream|\bstreaming\b/i;

export const isStreamed = (text: string): boolean => STREAMED.test(text);

/** Python's stack frames of code that reads a body. */
const READING = /\bMidStreamFallbackError\b|\biter_(?:raw|bytes|lines|text|content)\b|\b__stream__\b/;

/** Go and .NET write this before an error that occurs before the response headers arrive. */
const UNANSWERED =
  /\b(?:Post|Get) \\{0,4}"https?:[^\s"]{1,300}": (?:read|write|dial) |\berror occurred while sending the request\b/;

/** Whether the sentence, or another in the chain, says that an answer broke off after its start. */
export const brokeOff = ({ classes, text }: Signs, sentence: string): boolean =>
  !UNANSWERED.test(text) &&
  (hadAnswer(sentence) ||
    classes.some(({ message }) => hadAnswer(message)) ||
    /(?:^|\\n|TypeError: )terminated(?= {0,12}(?:$|\\{1,8}n|["']))/m.test(text) ||
    (READING.test(text) && /ECONNRESET|ConnectionResetError|ReadError|connection reset/i.test(text)));

/** How an answer that had begun ended, as attributes of our own spans. */
export const endOfAnswer = ({ text }: Signs): SpanAttributes =>
  isStreamed(text) && !/\b\d{1,15} more expected\b/.test(text)
    ? { 'anthropic.stream.outcome': 'interrupted', 'error.type': 'stream_interrupted' }
    : { 'error.type': 'response_interrupted' };

/** A header that names the responding server. */
export function headerOf(signs: Signs, name: 'server' | 'via'): SpanAttributes {
  const value = factOf(signs, name);
  const header: `http.response.header.${string}` = `http.response.header.${name}`;
  const attributes: SpanAttributes = {};
  if (value !== undefined && value !== '' && value.length < 100) attributes[header] = [value];
  return attributes;
}

const LIMIT =
  /(?<![\w-])anthropic-ratelimit-(?<kind>[a-z\d]{1,20}(?:-[a-z\d]{1,20}){0,4}?)-(?<part>limit|remaining)["'\]]{0,2}\s{0,8}(?:=>|[:=,])\s{0,8}[["']{0,3}(?<figure>\d{1,12})\b/gi;

/** The rate limits in the headers. */
export function limitsInText({ text }: Signs): SpanAttributes {
  const attributes: SpanAttributes = {};
  for (const { groups } of matchesIn(text, LIMIT, 40)) {
    const kind = groups.kind?.toLowerCase().replaceAll('-', '_') ?? '';
    const figure = Number(groups.figure);
    if (groups.part?.toLowerCase() === 'limit') attributes[`anthropic.ratelimit.${kind}.limit`] = figure;
    else attributes[`anthropic.ratelimit.${kind}.remaining`] = figure;
  }
  return attributes;
}

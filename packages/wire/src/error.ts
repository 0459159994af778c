// Reads why a call failed from the thrown error: the API's error type and sentence, or the connection's code.
import { API_ERROR_TYPES, type BodyFormat } from '@sevenstep/semantic-conventions';
import { isEcho, isEchoedName, type SentText } from './redaction/echo.ts';
import { redact } from './redaction/redact.ts';
import { serverText } from './redaction/server-text.ts';
import { asString, field, isObject, safeJson } from './values.ts';

export interface ErrorFacts {
  /** The HTTP status, if the error came from a response. */
  readonly status?: number | undefined;
  /** The API's error type: `rate_limit_error`. */
  readonly apiType?: string | undefined;
  /** The API's `details.error_code`, or Google's `error.status`: `RESOURCE_EXHAUSTED`. */
  readonly apiCode?: string | undefined;
  /** One redacted sentence: from the API, else from the deepest cause. */
  readonly message?: string | undefined;
  /** A system or undici code in the cause chain: `ECONNREFUSED`. */
  readonly causeCode?: string | undefined;
  readonly body?: BodyFormat | undefined;
  /** `TypeError`, `SyntaxError` …, if the SDK did not create the error. */
  readonly name?: string | undefined;
}

/**
 * The facts of any `error`. SDK 0.x names every error `Error`, so the fields decide, not the class.
 *
 * @param sent the request that failed. Text that repeats it is left out.
 */
export function errorFacts(error: unknown, sent?: SentText): ErrorFacts {
  const envelope = firstOf(field(error, 'error'));
  const apiError = field(envelope, 'error');
  const status = field(error, 'status');
  const headers = field(error, 'headers');
  const isResponse =
    typeof status === 'number' ||
    asString(field(apiError, 'type')) !== undefined ||
    typeof envelope === 'string' ||
    // An `error` event of a stream, whose message is the whole event.
    (isObject(envelope) && headers instanceof Headers);
  if (!isResponse) return connectionFacts(error, sent);
  const given = asString(field(apiError, 'type'));
  const message = startOf(asString(field(error, 'message')));
  const body = bodyFormat(envelope, given, message, headers);
  const isOwn = given !== undefined && API_TYPES.has(given);
  const sentence =
    asString(envelope) ?? (isObject(envelope) ? sentenceIn(envelope) : bodySentence(message, body));
  const kept = sentence && redact(sentence);
  const code = codeIn(envelope, apiError);
  const apiType = serverText('code', given);
  return {
    status: typeof status === 'number' ? status : undefined,
    apiType: isOwn || !isEcho([apiType], sent) ? apiType : undefined,
    apiCode: isEcho([code], sent, isOwn) ? undefined : code,
    message: isEcho([sentence, kept], sent, isOwn) ? undefined : kept,
    body,
  };
}

/** Google sends a list of errors if the request asked for a stream. */
export const firstOf = (body: unknown): unknown =>
  Array.isArray(body) && isObject(body[0]) ? body[0] : body;

/** The longest text to slice. V8 first copies a concatenated text, which takes too long for 40 MB. */
const MAX_COPIED = 4 * 1024 * 1024;

const startOf = (text = ''): string => (text.length > MAX_COPIED ? '' : text.slice(0, MAX_BODY_READ));

const API_TYPES: ReadonlySet<string> = new Set(API_ERROR_TYPES);

/** The most characters of a text to read. */
const MAX_BODY_READ = 16 * 1024;

/** The paths of the error sentence in a JSON body, first the API's, then those of gateways. A number is an index. */
const SENTENCES: readonly (readonly (string | number)[])[] = [
  ['error', 'message'],
  ['error', 0, 'message'],
  ['error'],
  ['errors', 0, 'message'],
  ['message'],
  // AWS.
  ['Message'],
  ['errorMessage'],
  // FastAPI. Its lists also have the `input`, which is the request.
  ['detail'],
  ['detail', 0, 'msg'],
  ['detail', 'message'],
  ['detail', 'error'],
  // OAuth has `error_description`; RFC 9457 has `title` and `detail`.
  ['error_description'],
  ['title'],
  ['msg'],
  ['fault', 'faultstring'],
  ['reason'],
];

/** Names of a field in FastAPI's errors. */
const FIELD = /^[a-z]\w{0,40}$/;
/** A server may send any value here. */
const isFieldName = (name: unknown): boolean => typeof name === 'string' && FIELD.test(name);

function sentenceIn(envelope: object): string | undefined {
  for (const path of SENTENCES) {
    const found = asString(path.reduce<unknown>((value, step) => at(value, step), envelope));
    if (found === undefined) continue;
    const names =
      path[0] === 'detail' && path[2] === 'msg' ? field(at(field(envelope, 'detail'), 0), 'loc') : undefined;
    const loc = Array.isArray(names) ? names.slice(0, 8).filter(isFieldName) : [];
    return loc.length > 0 ? `${loc.join('.')}: ${found}` : found;
  }
  return undefined;
}

const at = (value: unknown, step: string | number): unknown =>
  typeof step === 'number' ? (Array.isArray(value) ? value[step] : undefined) : field(value, step);

/** The code of the API, Google's `status`, or the exception class of AWS. */
function codeIn(envelope: unknown, apiError: unknown): string | undefined {
  const code =
    asString(field(field(apiError, 'details'), 'error_code')) ?? asString(field(apiError, 'status'));
  const type = asString(field(envelope, '__type'));
  return serverText('code', code ?? type?.slice(0, 256).split('#').at(-1));
}

function connectionFacts(error: unknown, sent: SentText | undefined): ErrorFacts {
  const chain = causes(error);
  const code = chain.map((cause) => asString(field(cause, 'code'))).find((code) => code !== undefined);
  const messages = chain.map(messageOf).filter((text) => text !== undefined);
  const sentence = sentenceOf(messages);
  const message = sentence && redact(sentence);
  return {
    message: isEcho([sentence, message], sent) ? undefined : message,
    causeCode: causeCodeIn(code, sent),
    name: asString(field(error, 'name'))?.slice(0, 64),
  };
}

/** Codes of Node.js, undici and OpenSSL. Other software may put any name there. */
const SYSTEM_CODE = /^[A-Z]{2,24}(?:_{1,2}[A-Z\d]{1,24}){0,8}$/;

function causeCodeIn(given: unknown, sent: SentText | undefined): string | undefined {
  const code = serverText('causeCode', given);
  return code === undefined || SYSTEM_CODE.test(code) || !isEchoedName(code, sent) ? code : undefined;
}

/** Parsers quote the text that they read, so only the beginning of their message is kept. */
const QUOTING: readonly RegExp[] = [
  // The SDK's stream helper (`src/lib/BetaMessageStream.ts`), its parsers, and schema libraries.
  /^Unable to parse tool parameter JSON from model\.(?: Please retry your request or adjust your prompt\.)?/,
  /^Failed to parse structured output/,
  /^Schema validation failed(?: with \d{1,9} issue\(s\))?/,
  // The SDK and Bedrock's client (`src/core/streaming.ts` of each).
  /^Could not parse (?:message|JSON|a Bedrock chunk)[\w ]{0,40}/i,
];
const NOT_JSON = 'The answer is not valid JSON';
/** JSON errors of V8, JavaScriptCore and SpiderMonkey. */
const PARSER =
  /(?:Unexpected (?:token|string|number|identifier|non-whitespace|end of JSON|EOF)|Expected [^"]{1,60} in JSON|(?:Bad|Invalid) [\w ]{1,40} in JSON|Unterminated (?:string|fractional number) in JSON|No number after minus sign in JSON|JSON Parse error|JSON\.parse: |"[\s\S]{0,200}" is not valid JSON|The data of an event is not JSON)/;

function messageOf(cause: unknown): string | undefined {
  const text = startOf(asString(field(cause, 'message')));
  if (text === '') return undefined;
  for (const pattern of QUOTING) {
    const start = pattern.exec(text)?.[0];
    if (start !== undefined) return start;
  }
  const found = PARSER.exec(text);
  if (found) return found.index === 0 ? NOT_JSON : `${text.slice(0, found.index)}not valid JSON`;
  return field(cause, 'name') === 'SyntaxError' ? 'A syntax error' : text;
}

// Cloud clients, and an `apiKey` function, wrap the reason in a sentence that names the rejected credential.
const CREDENTIALS = /\bcredentials?\b|access token|azureADTokenProvider|`apiKey` function/i;

/** The sentence of the deepest cause. If the search for credentials failed, its sentence comes first. */
function sentenceOf(messages: readonly string[]): string | undefined {
  const deepest = messages.at(-1);
  const search = messages.find((text) => CREDENTIALS.test(text));
  if (search === undefined || deepest === undefined) return deepest;
  return search.includes(deepest) ? search : `${search} ${deepest}`;
}

const MAX_CAUSES = 8;

/** `error` and its causes, outermost first. For an `AggregateError` (one error per address), the first error is the cause. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (isObject(current) && !chain.includes(current) && chain.length < MAX_CAUSES) {
    chain.push(current);
    const aggregated = current.errors;
    current = current.cause ?? (Array.isArray(aggregated) ? aggregated[0] : undefined);
  }
  return chain;
}

/**
 * The format of an error response's body. The SDK keeps a JSON body in `error.error`, and any other body in the message, after
 * the status (`makeMessage`, `src/core/error.ts`).
 */
function bodyFormat(
  envelope: unknown,
  apiType: string | undefined,
  message: string,
  headers: unknown,
): BodyFormat {
  if (apiType !== undefined) return 'api_error';
  if (isObject(envelope)) return 'json';
  if (/^\d{3} status code \(no body\)$/.test(message)) return 'empty';
  const contentType = headers instanceof Headers ? headers.get('content-type') : undefined;
  return isHtml(message.replace(/^\d{3} /, ''), contentType) ? 'html' : 'text';
}

/** Whether a body is an HTML page. */
export function isHtml(text: string, contentType: string | null | undefined): boolean {
  return !!contentType?.includes('html') || /^\s{0,64}<(!doctype|html|head|body)/i.test(text.slice(0, 256));
}

/** The sentence of a body that the API did not write: a page's title, or the text without the status. */
function bodySentence(message: string, body: BodyFormat): string | undefined {
  if (body === 'empty') return undefined;
  if (body === 'html') return /<title>([^<]{0,500})/i.exec(message)?.[1]?.trim() || undefined;
  const text = message.replace(/^\d{3} /, '');
  return /^\s{0,8}[[{]/.test(text) ? sentenceInCut(text) : text;
}

/** The sentence in truncated or invalid JSON. */
function sentenceInCut(text: string): string | undefined {
  const value = firstOf(safeJson(text));
  if (isObject(value)) return sentenceIn(value);
  const found = /"(?:message|detail|title|msg)"\s{0,4}:\s{0,4}"((?:[^"\\]|\\.){1,2048})/.exec(text)?.[1];
  return found?.replace(/\\n/g, ' ').replace(/\\(["\\/])/g, '$1');
}

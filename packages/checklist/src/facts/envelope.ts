// Unwraps an error's message from SDK text, gateways' JSON and the API's envelope.
import { field, safeJson } from '@sevenstep/wire';
import { KNOWN_ERROR_TYPES } from './failure-stage.ts';

/** The contents of a message. */
export interface Envelope {
  /** The innermost sentence; `''` for no message. */
  readonly sentence: string;
  /** The API's error type of the innermost envelope that has one. */
  readonly type?: string | undefined;
  /** The type of the innermost envelope, if only relays write it: `new_api_error`. */
  readonly relayType?: string | undefined;
  /** The API's `error_code`, Google's status or AWS's class of the exception, of the innermost envelope that has one. */
  readonly code?: string | undefined;
  /** The status that the SDK, or a program that prints its errors, wrote before the message. */
  readonly status?: number | undefined;
}

/** `BadRequestError: `, `httpx.ConnectError: `; not `Error: 400`, which has a status behind it. */
const CLASS_IN_FRONT =
  /^(?<name>(?:[a-z_]\w{0,60}\.){0,6}[A-Z]\w{0,60}(?:Error|Exception|Timeout|Failure)): (?=\S)/;
/** `repr()` of an exception in Python: `APITimeoutError('Request timed out.')`. */
const REPR =
  /^(?<name>[A-Z]\w{0,60}(?:Error|Exception))\((?<quote>["'])(?<inner>[\s\S]{0,2000})\k<quote>,?\)$/;

/** The class that a text begins with, with its module, as `String(error)` and `repr(error)` have it. */
export const classInFront = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : (CLASS_IN_FRONT.exec(text) ?? REPR.exec(text))?.groups?.name;

/** The class in the words of botocore: `An error occurred (ThrottlingException) when calling …`. */
const BOTOCORE = /^An error occurred \((?<code>\w{1,60})\) when calling the /;

// Each adds its own prefix, in any order.
const PREFIXES: readonly RegExp[] = [
  // The AI SDK (`retryWithExponentialBackoff`): from version 7 on, a class follows.
  /^Failed after \d{1,4} attempts(?:\. Last error:| with non-retryable error:) /,
  // `makeMessage` of the SDK (`src/core/error.ts`): the status.
  /^\d{3} (?=\S)/,
  // The form of an exception in OpenTelemetry for Python (`Span.__exit__`), and of JavaScript's `String(error)`.
  CLASS_IN_FRONT,
  // botocore's `ClientError`.
  /^An error occurred \(\w{1,60}\) when calling the \w{1,60} operation(?: \([^)]{1,60}\))?: /,
  // The Python SDK, and programs that print its errors.
  /^(?:API )?Error(?: code)?:? ?\d{3} (?:- )?/i,
  // LiteLLM: https://github.com/BerriAI/litellm/issues/18539
  /^litellm\.\w+: /,
  /^\w+Exception(?: \w+Error)?(?: -|:) (?:b')?/,
  // Bedrock: https://github.com/anomalyco/opencode/issues/3077
  /^the model returned the following errors: /i,
  // Google's SDK for Vertex AI.
  /^\[VertexAI\.\w{1,40}\]: got status: \d{3} [\w ]{1,40}\. (?=[[{])/,
  // Pydantic AI (`ModelHTTPError`).
  /^status_code: \d{3}, model_name: [^,\s]{1,200}, body: /,
  /^Type validation failed: Value: (?=\{)/,
  /^Error from provider \([\w ]{1,40}\): /i,
];

/** The form of the API's types. The API's own types are recognised before. */
const RELAY_TYPE = /^[a-z]{1,20}(?:_[a-z]{1,20}){0,4}_error$/;

/** The words of the SDKs for Python, Java, Go and .NET before the body of an answer, in place of TypeScript's `429 `. */
const OTHER_STATUS =
  /^(?:Error code: (\d{3}) - |(\d{3}): (?=[{["<])|[A-Z]{3,7} "[^"\s]{1,500}": (\d{3})(?: [A-Za-z'-]{1,30}){0,5} (?:\(Request-ID: \w{1,100}\) )?(?=[{["<])|Status Code: (\d{3})\n)/;

/** The text with the status before the body, as the SDK for TypeScript writes it. */
export const withStatusFirst = (text: string): string => text.replace(OTHER_STATUS, '$1$2$3$4 ');

const MAX_LAYERS = 6;

/** Unwraps a message layer by layer. In text that does not parse, such as truncated JSON, it searches for the sentence. */
export function openEnvelope(text: string | undefined): Envelope {
  if (text === undefined) return { sentence: '' };
  const trimmed = text.trim();
  const unclassed = withStatusFirst(trimmed.replace(CLASS_IN_FRONT, '').replace(REPR, '$<inner>'));
  let sentence = withStatusFirst(trimmed);
  const status = statusOf(sentence) ?? statusOf(unclassed);
  let type: string | undefined;
  let relayType: string | undefined;
  let code = BOTOCORE.exec(unclassed)?.groups?.code;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const bare = withoutPrefixes(sentence);
    const inner = innerOf(bare);
    if (inner === undefined)
      return { sentence: bare, type, code, status, ...(type === undefined && relayType && { relayType }) };
    if (inner.type !== undefined && KNOWN_ERROR_TYPES.has(inner.type)) type = inner.type;
    else if (inner.type !== undefined && RELAY_TYPE.test(inner.type)) relayType = inner.type;
    code = inner.code ?? code;
    sentence = inner.message.trim();
  }
  return { sentence, type, code, status };
}

/** Only what cannot be a number of the sentence's own: before JSON, or after `Error code:`. */
function statusOf(text: string): number | undefined {
  const found =
    /^(?:status_code: (\d{3}), model_name: |\[VertexAI\.\w{1,40}\]: got status: (\d{3}) |(\d{3}) (?=[{[]|<(?:!doctype|html)\b)|(\d{3}) status code \(no body\)|(?:API )?Error(?: code)?:? ?(\d{3})\b)/i.exec(
      text,
    );
  const digits = found?.slice(1).find((one) => one !== undefined);
  return digits === undefined ? undefined : Number(digits);
}

function withoutPrefixes(text: string): string {
  let current = text.replace(REPR, '$<inner>');
  for (const prefix of PREFIXES) current = current.replace(prefix, '');
  // The AI SDK on an event that it does not know: the problem follows the event.
  return current.replace(/(?<=\})\.\nError message: [\s\S]*$/, '');
}

interface Inner {
  readonly message: string;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
}

function innerOf(text: string): Inner | undefined {
  const start = text.search(/[[{]/);
  if (start < 0) return undefined;
  return parsed(text.slice(start, text.lastIndexOf(text[start] === '{' ? '}' : ']') + 1)) ?? searched(text);
}

/** JSON as gateways have it: `{error: {message, type}}`, the same in a list, or `{message}`. */
function parsed(json: string): Inner | undefined {
  const value = safeJson(json);
  const outer = Array.isArray(value) ? value[0] : value;
  for (const place of [field(outer, 'error'), outer]) {
    // AWS has both.
    const message = field(place, 'message') ?? field(place, 'Message');
    // Where the API answers in OpenAI's form, its type is the code.
    const type = [field(place, 'code'), field(place, 'type')].find(isType) ?? field(place, 'type');
    if (typeof message === 'string')
      return { message, type: typeof type === 'string' ? type : undefined, code: codeOf(place) };
  }
  const error = field(outer, 'error');
  return typeof error === 'string' ? { message: error } : undefined;
}

const isType = (value: unknown): boolean => typeof value === 'string' && KNOWN_ERROR_TYPES.has(value);

/**
 * The API: `details: {error_code: 'thread_not_found'}`. Google: `status: 'RESOURCE_EXHAUSTED'`. AWS:
 * `__type: 'com.amazon.coral.service#ExpiredTokenException'`.
 */
function codeOf(place: unknown): string | undefined {
  const own = field(field(place, 'details'), 'error_code');
  if (typeof own === 'string' && ERROR_CODE.test(own)) return own;
  const status = field(place, 'status');
  if (typeof status === 'string' && /^[A-Z_]{1,60}$/.test(status)) return status;
  const type = field(place, '__type');
  return typeof type === 'string' ? /(?:^|#)(\w{1,100})$/.exec(type)?.[1] : undefined;
}

/** As all of the API's are. */
const ERROR_CODE = /^[a-z_]{1,100}$/;

/** Truncated or invalid JSON. */
function searched(text: string): Inner | undefined {
  const message = /["'][mM]essage["']\s*:\s*(?:"((?:[^"\\]|\\.)*)|'((?:[^'\\]|\\.)*))/.exec(text);
  const found = message?.[1] ?? message?.[2];
  if (found === undefined) return undefined;
  const type = /["'](?:type|code)["']\s*:\s*["'](\w{1,60}_error|request_too_large)["']/.exec(text)?.[1];
  const code = /["']details["']\s*:\s*\{[^{}]{0,200}["']error_code["']\s*:\s*["']([a-z_]{1,100})["']/.exec(
    text,
  )?.[1];
  return { message: found.replace(/\\(["'\\/])/g, '$1').replace(/\\n/g, ' '), type, code };
}

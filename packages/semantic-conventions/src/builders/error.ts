// Why a call failed, read from what the SDK threw: the API's error type and sentence, or the connection's code.
import type { BodyFormat } from '../index.ts';
import { redact } from './redact.ts';
import { asString, field, isObject } from './values.ts';

export interface ErrorFacts {
  /** HTTP status, when the error is made of a response. */
  readonly status?: number | undefined;
  /** The API's error type: `rate_limit_error`. */
  readonly apiType?: string | undefined;
  /** The API's `details.error_code`, or Google's `error.status`: `RESOURCE_EXHAUSTED`. */
  readonly apiCode?: string | undefined;
  /** One redacted sentence: the API's own, else the deepest cause's. */
  readonly message?: string | undefined;
  /** A system or undici code in the cause chain: `ECONNREFUSED`. */
  readonly causeCode?: string | undefined;
  readonly body?: BodyFormat | undefined;
  /** `TypeError`, `SyntaxError` … of an error that is not the SDK's. */
  readonly name?: string | undefined;
}

/** `error`, whatever it is, as facts. SDK 0.x names every error `Error`, so the fields decide, not the class. */
export function errorFacts(error: unknown): ErrorFacts {
  const envelope = field(error, 'error');
  const apiError = field(envelope, 'error');
  const apiType = asString(field(apiError, 'type'));
  const status = field(error, 'status');
  const isResponse = typeof status === 'number' || apiType !== undefined || typeof envelope === 'string';
  if (!isResponse) return connectionFacts(error);
  const message = asString(field(error, 'message')) ?? '';
  const body = bodyFormat(envelope, apiType, message, field(error, 'headers'));
  const sentence = asString(field(apiError, 'message')) ?? asString(envelope) ?? bodySentence(message, body);
  return {
    status: typeof status === 'number' ? status : undefined,
    apiType,
    apiCode: asString(field(field(apiError, 'details'), 'error_code')) ?? asString(field(apiError, 'status')),
    message: sentence && redact(sentence),
    body,
  };
}

function connectionFacts(error: unknown): ErrorFacts {
  const chain = causes(error);
  const code = chain.map((cause) => asString(field(cause, 'code'))).find((code) => code !== undefined);
  const messages = chain
    .map((cause) => asString(field(cause, 'message')))
    .filter((text) => text !== undefined);
  const message = sentenceOf(messages);
  return {
    message: message && redact(message),
    causeCode: code?.slice(0, 64),
    name: asString(field(error, 'name'))?.slice(0, 64),
  };
}

// What the clients of the clouds, and an `apiKey` function, put around the reason: without it nobody knows what was refused.
const CREDENTIALS = /\bcredentials?\b|access token|azureADTokenProvider|`apiKey` function/i;

/** The deepest cause's; behind what failed, where that was the search for credentials. */
function sentenceOf(messages: readonly string[]): string | undefined {
  const deepest = messages.at(-1);
  const search = messages.slice(0, -1).find((text) => CREDENTIALS.test(text));
  if (search === undefined || deepest === undefined) return deepest;
  return search.includes(deepest) ? search : `${search} ${deepest}`;
}

const MAX_CAUSES = 8;

/** `error` and its causes, outermost first. Of an `AggregateError` (one per address tried), the first. */
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
 * What the body of an error response was. The SDK keeps a JSON body in `error.error`; any other is in its
 * message, behind the status (`makeMessage`, `src/core/error.ts`).
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
  return !!contentType?.includes('html') || /^\s*<(!doctype|html|head|body)/i.test(text);
}

/** The sentence worth keeping of a body that is not the API's: a page's title, or the text without the status. */
function bodySentence(message: string, body: BodyFormat): string | undefined {
  if (body === 'empty') return undefined;
  if (body === 'html') return /<title>([^<]*)<\/title>/i.exec(message)?.[1]?.trim() || undefined;
  return message.replace(/^\d{3} /, '');
}

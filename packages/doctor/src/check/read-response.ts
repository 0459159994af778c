// Turns a response and its body into attributes: an error, a message, a stream, or another text.
import { readFacts } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  errorFacts,
  type Failure,
  failureHeaderAttributes,
  identityAttributes,
  isObject,
  isRetryable,
  malformedBody,
  messageAttributes,
  messageFacts,
  rateLimitAttributes,
  rateLimits,
  responseFailure,
  retryAfterSeconds,
  type SentText,
  safeUrl,
  serverAttributes,
  withoutEchoes,
} from '@sevenstep/wire';
import { ANSWERED } from '../bounds.ts';
import { parsedBody, readText } from '../read-body.ts';
import type { Redirect } from '../redirect.ts';
import { sentTo, shapeOf, type Target } from './target.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Reads a stream in place of a JSON body. */
  readonly readStream?: (
    body: ReadableStream<Uint8Array>,
    signal: AbortSignal,
    sent: SentText,
  ) => Promise<StreamEnd>;
}

/** The facts that a stream added to its call. */
export interface StreamEnd {
  readonly attributes: SpanAttributes;
  readonly failure: Failure | undefined;
}

/** One request, and its result. */
export interface Attempt {
  readonly attributes: SpanAttributes;
  readonly response?: Response;
  readonly body?: unknown;
  /** The reason to retry, such as `429 rate_limit`; undefined for a success. */
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
  readonly redirect?: Redirect | undefined;
}

/** A response, and the address that sent it. */
export interface ReceivedResponse {
  readonly response: Response;
  readonly url: string;
  readonly redirect: Redirect | undefined;
}

/** The facts of a response. Reads its body to the end. */
export async function readResponse(
  target: Target,
  request: ApiRequest,
  { response, url }: ReceivedResponse,
  signal: AbortSignal,
): Promise<Attempt> {
  const { status, headers } = response;
  const sent = sentTo(target);
  const limits = rateLimits(headers, Date.now());
  const attributes: SpanAttributes = {
    'http.response.status_code': status,
    // The application's own client may follow redirects.
    'url.full': safeUrl(response.redirected ? response.url : url),
    ...identityAttributes(headers, sent),
    ...rateLimitAttributes(limits),
  };
  if (response.ok) return { response, ...(await read(request, response, signal, attributes, sent)) };
  const text = await readText(response, ANSWERED.bodyBytes).catch(() => '');
  const error = parsedBody(text);
  const message = text === '' ? `${status} status code (no body)` : `${status} ${text}`;
  const facts = errorFacts({ status, headers, error: isObject(error) ? error : undefined, message }, sent);
  const retryAfter = retryAfterSeconds(headers, Date.now());
  const exhausted = limits.filter(({ remaining }) => remaining === 0).map(({ kind }) => kind);
  const failed: SpanAttributes = {
    ...attributes,
    ...failureHeaderAttributes(headers, sent),
    'error.type': facts.apiType ?? String(status),
    'anthropic.error.code': facts.apiCode,
    'anthropic.error.message': facts.message,
    'anthropic.error.body': facts.body,
    'anthropic.auth.key_shape': status === 401 || status === 403 ? shapeOf(target) : undefined,
    'anthropic.retry.after': retryAfter,
    'anthropic.ratelimit.exhausted': status === 429 && exhausted.length > 0 ? exhausted : undefined,
  };
  const { foreign } = readFacts({ ...serverAttributes(target.baseUrl), ...failed });
  return {
    response,
    attributes: failed,
    reason: `${status} ${responseFailure(status, !foreign)}`,
    retryable: isRetryable(status, headers.get('x-should-retry')),
    retryAfter,
  };
}

/** The body of a success. */
async function read(
  { readStream }: ApiRequest,
  response: Response,
  signal: AbortSignal,
  attributes: SpanAttributes,
  sent: SentText,
): Promise<Pick<Attempt, 'attributes' | 'body'>> {
  const isStream = response.headers.get('content-type')?.includes('event-stream') === true;
  if (readStream !== undefined && isStream && response.body !== null) {
    const end = await readStream(response.body, signal, sent);
    return {
      attributes: { ...attributes, ...end.attributes, ...failed(end.failure, response.headers, sent) },
    };
  }
  let text: string;
  try {
    text = await readText(response, ANSWERED.bodyBytes);
  } catch (error) {
    const { message, causeCode } = errorFacts(error, sent);
    return {
      attributes: {
        ...attributes,
        'error.type': 'response_interrupted',
        'anthropic.error.message': message,
        'anthropic.error.cause_code': causeCode,
      },
    };
  }
  const body = parsedBody(text);
  if (isObject(body) && readStream === undefined) {
    return {
      body,
      attributes: {
        ...attributes,
        ...messageAttributes(withoutEchoes(messageFacts(body), undefined, { sentText: sent })),
      },
    };
  }
  return {
    attributes: {
      ...attributes,
      ...failed(
        malformedBody({ headers: response.headers, status: response.status, text, sent }),
        response.headers,
        sent,
      ),
    },
  };
}

const failed = (failure: Failure | undefined, headers: Headers, sent: SentText): SpanAttributes =>
  failure === undefined
    ? {}
    : { ...failureHeaderAttributes(headers, sent), ...failure.attributes, 'error.type': failure.type };

// One attempt: one HTTP request of a call, with what came back and how long the SDK then waited.
import type { AttemptFailure, KeyShape, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  asCount,
  errorFacts,
  field,
  HeaderFacts,
  isEcho,
  isObject,
  isRetryable,
  keyShape,
  monotonicNow,
  type RateLimit,
  rateLimits,
  redirectedUrl,
  responseFailure,
  retryAfterSeconds,
  type SentText,
  safeJson,
} from '@sevenstep/wire';
import { isOfCloud, platformOfUserAgent } from '../attributes/providers.ts';
import { headersToCompare, SCHEME, SIGNED } from '../attributes/sent-text.ts';
import { guard, stepFailed } from '../guard.ts';
import { hasOwnFetch, type SdkClient, type SdkRequestInit, type SdkRequestOptions } from '../sdk-objects.ts';
import { headersOf } from './response-headers.ts';
import { type ThrownResponse, thrownResponse } from './thrown-response.ts';

/** The parts of a call that its attempts use. */
interface AttemptedCall {
  readonly client: SdkClient;
  readonly options: SdkRequestOptions;
  /** The first attributes of its span. */
  readonly attributes: SpanAttributes;
  /** The text sent with a body: one object for all attempts that send the same. */
  sentText(body: unknown, headers: unknown, url: unknown): SentText | undefined;
  answeredBy(attempt: Attempt): void;
  /** `reading` of the monotonic clock in milliseconds since the epoch. */
  epoch(reading: number): number;
}

/** Shapes for which a `fetch` of the application may send a key that the SDK does not know. */
const STAND_INS: ReadonlySet<KeyShape> = new Set(['missing', 'placeholder']);

export class Attempt {
  readonly #call: AttemptedCall;
  readonly startedAt: number;
  /** When the response came, or the attempt failed. */
  endedAt: number | undefined;
  readonly method: string;
  /** Where the request went in the end: `fetch` follows a redirect. */
  url: unknown;
  /** The URL that the request was sent to first. The client of a cloud makes it of the SDK's, and the response tells it. */
  requestedUrl: unknown;
  /** Milliseconds the SDK waits for response headers. */
  readonly timeoutMs: number;
  /** The body that was sent. */
  readonly body: unknown;
  #sentHeaders: unknown;
  status: number | undefined;
  /** Why it failed; absent on success, and while it runs. */
  failure: AttemptFailure | undefined;
  /** The connection's code, or the error's name, when there was no response. */
  causeCode: string | undefined;
  message: string | undefined;
  apiErrorType: string | undefined;
  /** Seconds the response asked to wait. */
  retryAfter: number | undefined;
  /** Seconds until the next attempt began; `undefined` after the last. */
  waitSeconds: number | undefined;
  /** Whether the SDK would retry it, given retries left. */
  retryable: boolean;
  /** Whether `fetch` threw the response, so that the SDK knows of none. */
  isThrown: boolean;
  /** Whether `fetch` gave something else in place of a response. */
  isUnanswered: boolean;
  headers: Headers | undefined;
  #headerFacts: HeaderFacts | undefined;

  /** Sets every field, also those without a value yet: V8 is fast with objects of one shape. */
  constructor(call: AttemptedCall, url: unknown, init: SdkRequestInit, timeoutMs: number) {
    this.#call = call;
    this.startedAt = monotonicNow();
    this.endedAt = undefined;
    const { method = 'GET' } = init;
    this.method = method.toUpperCase();
    this.url = url;
    this.requestedUrl = url;
    this.timeoutMs = timeoutMs;
    this.body = init.body;
    this.#sentHeaders = init.headers;
    this.status = undefined;
    this.failure = undefined;
    this.causeCode = undefined;
    this.message = undefined;
    this.apiErrorType = undefined;
    this.retryAfter = undefined;
    this.waitSeconds = undefined;
    this.retryable = false;
    this.isThrown = false;
    this.isUnanswered = false;
    this.headers = undefined;
    this.#headerFacts = undefined;
  }

  get #sent(): Headers {
    return new Headers(this.#sentHeaders as ConstructorParameters<typeof Headers>[0]);
  }

  /** How often the SDK had sent the request before, as it tells the server. */
  get retriesBefore(): number {
    return Number(this.#sent.get('x-stainless-retry-count') ?? 0);
  }

  /** The address that a redirect led to, unless that repeats the request. */
  get redirectedUrl(): string | undefined {
    const url = redirectedUrl(this.url);
    return url !== undefined && isEcho([url], this.sentText) ? undefined : url;
  }

  /** The sent text, for comparing an answer with it. */
  get sentText(): SentText | undefined {
    return this.#call.sentText(this.body, this.#sentHeaders, this.requestedUrl);
  }

  /**
   * The shape of the key or token that was sent; the key itself is never recorded. `undefined` where none is looked for:
   * a request that a cloud's client signs has a signature in its place, or no credentials yet.
   */
  get keyShape(): KeyShape | undefined {
    const headers = this.#sent;
    const authorization = headers.get('authorization') ?? undefined;
    const key = headers.get('x-api-key') ?? authorization?.replace(SCHEME, '');
    const ofCloud = platformOfUserAgent(headers.get('user-agent'));
    const isSigned = key !== undefined && SIGNED.test(key);
    if (isSigned || ofCloud === 'gcp.vertex_ai') return undefined;
    if (key === undefined && ofCloud !== undefined) return undefined;
    const shape = keyShape(key);
    return STAND_INS.has(shape) && hasOwnFetch(this.#call.client) ? undefined : shape;
  }

  /** The facts that the response's headers have for every call. */
  get headerFacts(): HeaderFacts | undefined {
    if (this.headers) this.#headerFacts ??= this.#readHeaders(this.headers);
    return this.#headerFacts;
  }

  #readHeaders(headers: Headers): HeaderFacts | undefined {
    try {
      return new HeaderFacts(headers, this);
    } catch (problem) {
      stepFailed('reading response headers', problem);
      return undefined;
    }
  }

  /** Whose request it was. */
  get identity(): SpanAttributes | undefined {
    return this.headerFacts?.identity;
  }

  /** Whether less than `share` of a rate limit is left. */
  isNearLimit(share: number): boolean {
    return this.headerFacts?.isNear(share) ?? false;
  }

  /** When the response came, in milliseconds since the epoch. */
  get answeredAt(): number {
    return this.#call.epoch(this.endedAt ?? this.startedAt);
  }

  /** Read when they are asked for: a `Headers` that is iterated is sorted, and keeps that for as long as a stream is open. */
  get rateLimits(): readonly RateLimit[] {
    const { headers } = this;
    return (headers && guard('reading rate limits', () => rateLimits(headers, this.answeredAt))) ?? [];
  }

  /**
   * @param tellsUrl whether the response says where the request went: the client of a cloud makes its own URL of the SDK's.
   * @returns whether it is an error response. A custom `fetch` may also resolve without a response.
   */
  responded(response: Response, tellsUrl: boolean): boolean {
    try {
      const headers = headersOf(response);
      if (!headers) {
        this.#unanswered(response);
        return false;
      }
      const { redirected } = response;
      const status = asCount(response.status);
      this.endedAt = monotonicNow();
      this.status = status;
      // A response that was made by hand has none.
      const url = redirected || tellsUrl ? response.url : '';
      if (url) this.url = url;
      if (url && !redirected) this.requestedUrl = url;
      this.headers = headers;
      if (response.ok) {
        // The others are of no more interest while a stream is read, which takes its time.
        const { client, options } = this.#call;
        if (options.stream) this.#sentHeaders = headersToCompare(this.#sentHeaders, client, options);
        return false;
      }
      this.failure = responseFailure(status ?? 0, this.#isOwnAnswer(headers));
      this.retryable = isRetryable(status ?? 0, headers.get('x-should-retry'));
      this.retryAfter = retryAfterSeconds(headers, this.answeredAt);
      return true;
    } catch (problem) {
      stepFailed('recording a response', problem);
      return false;
    }
  }

  /** The SDK has its response, and no other attempt's. */
  answersCall(): void {
    this.#call.answeredBy(this);
  }

  /** Takes the reason of a rejection from the body of a response that is retried. */
  refused(text: string): void {
    const error = safeJson(text);
    const facts = errorFacts(
      { status: this.status, error: isObject(error) ? error : undefined, message: `${this.status} ${text}` },
      this.sentText,
    );
    this.apiErrorType = facts.apiType;
    this.message = facts.message;
  }

  /** The SDK takes an error for what `fetch` threw, and fails on anything else. */
  #unanswered(given: unknown): void {
    this.endedAt = monotonicNow();
    this.failure = 'connection';
    this.isUnanswered = !(given instanceof Error);
    if (!this.isUnanswered) this.failed(given);
  }

  /** The SDK got no response. */
  failed(error: unknown): void {
    guard('recording a failed attempt', () => {
      // The error of an application can throw when it is read.
      this.failure = 'connection';
      this.retryable = !this.#call.options.signal?.aborted;
      this.endedAt = monotonicNow();
      const facts = errorFacts(error, this.sentText);
      this.message = facts.message;
      this.causeCode = facts.causeCode;
      this.failure = this.#connectionFailure(facts.name);
      const thrown = this.failure === 'connection' ? thrownResponse(error, this.url) : undefined;
      if (thrown) this.#threw(thrown);
    });
  }

  #threw({ status, headers, body }: ThrownResponse): void {
    this.isThrown = true;
    this.status = status;
    this.headers = headers;
    this.failure = responseFailure(status, this.#isOwnAnswer(headers));
    this.retryAfter = retryAfterSeconds(headers, this.answeredAt);
    this.causeCode = undefined;
    if (!body) return;
    const facts = errorFacts({ status, error: body }, this.sentText);
    this.apiErrorType = facts.apiType;
    this.message = facts.message ?? this.message;
  }

  /** It has no response, as a middleware has aborted its request, another has answered or the process ends. */
  aborted(): void {
    if (this.endedAt !== undefined) return;
    this.endedAt = monotonicNow();
    this.failure = 'aborted';
  }

  /** HTTP conventions: the status code as a string, or what kept a response from coming. */
  get errorType(): string | undefined {
    if (!this.failure || this.failure === 'aborted') return undefined;
    if (this.status !== undefined) return String(this.status);
    return this.failure === 'timeout' ? 'timeout' : (this.causeCode ?? 'connection_error');
  }

  /** A failure as one of the call's reasons to retry: `429 rate_limit`, `ECONNRESET connection`. */
  get reason(): string {
    return `${this.status ?? this.causeCode ?? '-'} ${this.failure ?? ''}`.trim();
  }

  /** Whether the API or its cloud wrote an error answer, nothing on the way. The API's answers all have a `request-id`. */
  #isOwnAnswer(headers: Headers): boolean {
    if (this.identity?.['anthropic.request.id'] !== undefined) return true;
    // Answers of AWS, Google and Azure have no such id, and are not pages.
    const isPage = headers.get('content-type')?.includes('html') ?? false;
    return !isPage && isOfCloud(this.#call.attributes['gen_ai.provider.name'], this.#sent.get('user-agent'));
  }

  /** Without a response: the application's abort, the SDK's timer (which aborts too), or the connection. */
  #connectionFailure(name: string | undefined): AttemptFailure {
    const { signal } = this.#call.options;
    if (signal?.aborted) return isTimeout(signal.reason) ? 'timeout' : 'aborted';
    return name === 'AbortError' ? 'timeout' : 'connection';
  }
}

/**
 * Whether `AbortSignal.timeout()` aborted a signal. The reason of the stream helper's own signal is the event of the
 * application's signal (`_createMessage`, `src/lib/MessageStream.ts`).
 */
export const isTimeout = (reason: unknown): boolean =>
  field(reason, 'name') === 'TimeoutError' ||
  field(field(field(reason, 'target'), 'reason'), 'name') === 'TimeoutError';

/** Whether an attempt got an error response. */
export const isRefused = (attempt: Attempt | undefined): attempt is Attempt =>
  attempt?.failure !== undefined && attempt.status !== undefined;

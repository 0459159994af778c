// One attempt: one HTTP request of a call, with what came back and how long the SDK then waited.
import type { AttemptFailure, KeyShape, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  errorFacts,
  field,
  HeaderFacts,
  isObject,
  isRetryable,
  keyShape,
  monotonicNow,
  type RateLimit,
  rateLimits,
  responseFailure,
  retryAfterSeconds,
  type SentText,
  safeJson,
} from '@sevenstep/wire';
import { platformOfUserAgent } from '../attributes/providers.ts';
import { usualCredentials } from '../attributes/sent-text.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkRequestInit, SdkRequestOptions } from '../sdk-objects.ts';

/** The parts of a call that its attempts use. */
interface AttemptedCall {
  readonly options: SdkRequestOptions;
  /** The text sent with a body: one object for all attempts that send the same. */
  sentText(body: unknown, headers: unknown): SentText | undefined;
}

export class Attempt {
  readonly #call: AttemptedCall;
  readonly startedAt: number;
  endedAt: number | undefined;
  readonly method: string;
  /** Where the request went in the end: `fetch` follows a redirect. */
  url: unknown;
  /** The URL of the request. */
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
  headers: Headers | undefined;
  /** When the response came, in milliseconds since the epoch. */
  answeredAt: number;
  #headerFacts: HeaderFacts | undefined;
  #rateLimits: readonly RateLimit[] | undefined;

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
    this.headers = undefined;
    this.answeredAt = 0;
    this.#headerFacts = undefined;
    this.#rateLimits = undefined;
  }

  /** How often the SDK had sent the request before, as it tells the server. */
  get retriesBefore(): number {
    const headers = new Headers(this.#sentHeaders as ConstructorParameters<typeof Headers>[0]);
    return Number(headers.get('x-stainless-retry-count') ?? 0);
  }

  /** The sent text, for comparing an answer with it. */
  get sentText(): SentText | undefined {
    return this.#call.sentText(this.body, this.#sentHeaders);
  }

  /**
   * The shape of the key or token that was sent; the key itself is never recorded. `undefined` where none is looked for:
   * a request that a cloud's client signs has a signature in its place, or no credentials yet.
   */
  get keyShape(): KeyShape | undefined {
    const headers = new Headers(this.#sentHeaders as ConstructorParameters<typeof Headers>[0]);
    const authorization = headers.get('authorization');
    const key = headers.get('x-api-key') ?? authorization?.replace(/^bearer /i, '');
    const isSigned = key === authorization && authorization !== null;
    const ofCloud = platformOfUserAgent(headers.get('user-agent'));
    if (isSigned || ofCloud === 'gcp.vertex_ai') return undefined;
    return key === undefined && ofCloud !== undefined ? undefined : keyShape(key);
  }

  /** The facts that the response's headers have for every call. */
  get headerFacts(): HeaderFacts | undefined {
    const { headers } = this;
    this.#headerFacts ??=
      headers && guard('reading response headers', () => new HeaderFacts(headers, () => this.sentText));
    return this.#headerFacts;
  }

  /** Whose request it was. */
  get identity(): SpanAttributes | undefined {
    return this.headerFacts?.identity;
  }

  /** Whether less than `share` of a rate limit is left. */
  isNearLimit(share: number): boolean {
    return (this.headerFacts?.leastLeft ?? 1) < share;
  }

  /** Read when they are asked for: a `Headers` that is iterated is sorted, and keeps that for as long as a stream is open. */
  get rateLimits(): readonly RateLimit[] {
    const { headers } = this;
    this.#rateLimits ??= headers && guard('reading rate limits', () => rateLimits(headers, this.answeredAt));
    return this.#rateLimits ?? [];
  }

  /**
   * @param tellsUrl whether the response says where the request went: the client of a cloud makes its own URL of the SDK's.
   * @returns whether it is an error response.
   */
  responded(response: Response, tellsUrl: boolean): boolean {
    try {
      const { status, headers, redirected } = response;
      this.endedAt = monotonicNow();
      this.status = status;
      // A response that was made by hand has none.
      const url = redirected || tellsUrl ? response.url : '';
      if (url) this.url = url;
      if (url && !redirected) this.requestedUrl = url;
      this.headers = headers;
      this.answeredAt = Date.now();
      if (response.ok) {
        // The others are of no more interest while a stream is read, which takes its time.
        if (this.#call.options.stream) this.#sentHeaders = usualCredentials(this.#sentHeaders);
        return false;
      }
      this.failure = responseFailure(status, this.identity?.['anthropic.request.id']);
      this.retryable = isRetryable(status, headers.get('x-should-retry'));
      this.retryAfter = retryAfterSeconds(headers, this.answeredAt);
      return true;
    } catch (problem) {
      stepFailed('recording a response', problem);
      return false;
    }
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

  /** Without a response. */
  failed(error: unknown): void {
    guard('recording a failed attempt', () => {
      this.endedAt = monotonicNow();
      const facts = errorFacts(error, this.sentText);
      this.message = facts.message;
      this.causeCode = facts.causeCode;
      this.failure = this.#connectionFailure(facts.name);
      this.retryable = !this.#call.options.signal?.aborted;
    });
  }

  /** The process ends before it has a response. */
  interrupted(): void {
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

// The parts of the SDK we rely on beyond its public API. Each was read in 0.71, 0.101, 0.120 and 1.12.0.
import type { Span, TracerProvider } from '@opentelemetry/api';

/** A client, as far as we read it. `src/client.ts` */
export interface SdkClient {
  readonly baseURL?: unknown;
  readonly apiKey?: unknown;
  readonly authToken?: unknown;
  readonly maxRetries?: unknown;
  /** The settled `openTelemetry` option, from 0.134 on. */
  readonly openTelemetry?: { readonly tracerProvider?: TracerProvider | undefined } | undefined;
}

/** The options of one call: the same object through all its attempts. `src/internal/request-options.ts` */
export interface SdkRequestOptions {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly stream?: boolean | undefined;
  readonly signal?: AbortSignal | null | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: unknown;
  /** `{ beta: 'true' }` on calls of the beta resources; in 0.120 their path has `?beta=true` instead. */
  readonly __qualifiers?: { readonly beta?: unknown } | undefined;
  /** The SDK's own call span, from 0.134 on. `src/internal/tracing.ts` */
  readonly __span?: { readonly span: Span } | undefined;
}

/** What an attempt is sent with. `buildRequest`, `src/client.ts` */
export interface SdkRequestInit {
  readonly method?: string;
  readonly headers?: unknown;
}

/** What `makeRequest` resolves to. `src/internal/parse.ts` */
export interface SdkResponseProps {
  readonly response: Response;
  readonly controller: AbortController;
}

/** A `Stream`: its private field `iterator` makes the iterator that every way of reading goes through. */
export interface SdkStream {
  iterator: () => AsyncIterator<unknown>;
  readonly controller: AbortController;
}

/** `BaseAnthropic.prototype`: the call, and each of its attempts. */
export interface SdkClientPrototype {
  makeRequest(
    options: SdkRequestOptions | PromiseLike<SdkRequestOptions>,
    retriesRemaining: number | null,
    retryOf: string | undefined,
    ...rest: unknown[]
  ): Promise<SdkResponseProps>;
  fetchWithTimeout(
    url: unknown,
    init: SdkRequestInit | undefined,
    timeoutMs: number,
    controller: AbortController,
    options?: SdkRequestOptions,
    ...rest: unknown[]
  ): Promise<Response>;
}

/** The `Stream` class itself. */
export interface SdkStreamClass {
  fromSSEResponse(response: Response, ...rest: unknown[]): SdkStream;
}

type Callable = Record<string, unknown>;

/** The class that owns `makeRequest`, found from any client class or subclass; `undefined` when there is none. */
export function findClientPrototype(clientClass: unknown): SdkClientPrototype | undefined {
  if (typeof clientClass !== 'function') return undefined;
  let prototype: unknown = clientClass.prototype;
  while (typeof prototype === 'object' && prototype !== null) {
    if (Object.hasOwn(prototype, 'makeRequest')) {
      const methods = prototype as Callable;
      const complete =
        typeof methods.makeRequest === 'function' && typeof methods.fetchWithTimeout === 'function';
      return complete ? (prototype as SdkClientPrototype) : undefined;
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

/** `value` when it is the `Stream` class. */
export function asStreamClass(value: unknown): SdkStreamClass | undefined {
  return typeof value === 'function' && typeof (value as unknown as Callable).fromSSEResponse === 'function'
    ? (value as unknown as SdkStreamClass)
    : undefined;
}

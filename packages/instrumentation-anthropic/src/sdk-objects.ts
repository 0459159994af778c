// The SDK's clients, options, requests and responses as we read them, beyond its public API. `test/sdk-matrix` checks each version.
import type { Span, TracerProvider } from '@opentelemetry/api';
import { field, isObject } from '@sevenstep/wire';

/** A client, as far as we read it. `BaseAnthropic`, `src/client.ts` */
export interface SdkClient {
  readonly baseURL?: unknown;
  readonly apiKey?: unknown;
  readonly authToken?: unknown;
  readonly maxRetries?: unknown;
  /** Its constructor's options. We read `defaultHeaders`, which include ANTHROPIC_CUSTOM_HEADERS. */
  readonly _options?: unknown;
  /** Options that the client passes to `fetch` with every request. */
  readonly fetchOptions?: unknown;
  /** The application's `fetch`, else the global one. */
  readonly fetch?: unknown;
  /** From 0.101 on. */
  readonly middleware?: unknown;
  /** The platform, from 0.134 on. */
  readonly _genAIProviderName?: unknown;
  /** Present if the client makes its own spans, from 0.134 on. */
  readonly _tracer?: unknown;
  /** The resolved `openTelemetry` option, from 0.134 on. */
  readonly openTelemetry?:
    | { readonly tracerProvider?: TracerProvider | undefined; readonly propagation?: boolean | undefined }
    | undefined;
}

/** The SDK's default of `maxRetries` (`src/client.ts`). */
export const DEFAULT_MAX_RETRIES = 2;

/** The options of one call, the same object for all its attempts. `RequestOptions`, `src/internal/request-options.ts` */
export interface SdkRequestOptions {
  readonly method?: string | undefined;
  readonly path?: string;
  readonly body?: unknown;
  readonly stream?: boolean | undefined;
  readonly signal?: AbortSignal | null | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: unknown;
  /** Further options for `fetch`. */
  readonly fetchOptions?: unknown;
  /** From 0.101 on. */
  readonly middleware?: unknown;
  /** From 0.134 on. */
  readonly openTelemetry?: { readonly conversationId?: unknown } | undefined;
  /** `{ beta: 'true' }` on calls of the beta resources; in 0.120 their path has `?beta=true` instead. */
  readonly __qualifiers?: { readonly beta?: unknown } | undefined;
  /** The application gets the response itself, or the output of a decoder. */
  readonly __binaryResponse?: boolean | undefined;
  /** The SDK's own call span, from 0.134 on, with its name. `ApiCallSpan`, `startApiCallSpan`, `src/internal/tracing.ts` */
  readonly __span?: { span: Span; readonly name?: unknown } | undefined;
}

/** The request of an attempt. `buildRequest`, `src/client.ts` */
export interface SdkRequestInit {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/** The result of `makeRequest`. `APIResponseProps`, `src/internal/parse.ts` */
export interface SdkResponseProps {
  readonly response: Response;
  readonly controller: { readonly signal: AbortSignal };
}

/** Whether middlewares of the application may change the requests of a call. */
export const usesMiddleware = (client: SdkClient, options: SdkRequestOptions): boolean =>
  isFilled(client.middleware) || isFilled(options.middleware);

/** Whether a client sends its requests through the application's own `fetch`. */
export const hasOwnFetch = ({ fetch }: SdkClient): boolean =>
  fetch !== undefined && fetch !== globalThis.fetch;

/** Whether a request may have headers from neither the SDK nor the options of the call or the client. */
export const mayAddHeaders = (client: SdkClient, options: SdkRequestOptions): boolean =>
  usesMiddleware(client, options) ||
  hasHeaders(client.fetchOptions) ||
  hasHeaders(options.fetchOptions) ||
  HOOKS.some((name) => isOverridden(client, name));

const hasHeaders = (fetchOptions: unknown): boolean => isObject(field(fetchOptions, 'headers'));

/** Methods that the SDK runs for each request. Cloud clients override them, and an application may. */
const HOOKS = ['prepareOptions', 'prepareRequest', 'authHeaders', 'apiKeyAuth', 'bearerAuth'];

function isOverridden(client: object, name: string): boolean {
  let owners = 0;
  for (let one: object | null = client; one; one = Object.getPrototypeOf(one))
    if (Object.hasOwn(one, name)) owners += 1;
  return owners > 1;
}

const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

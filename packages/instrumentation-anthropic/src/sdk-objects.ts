// The parts of the SDK's objects that we read, beyond its public API. The matrix (`test/sdk-matrix`) tries them in each version.
import type { Span, TracerProvider } from '@opentelemetry/api';

/** A client, as far as we read it. `BaseAnthropic`, `src/client.ts` */
export interface SdkClient {
  readonly baseURL?: unknown;
  readonly apiKey?: unknown;
  readonly authToken?: unknown;
  readonly maxRetries?: unknown;
  /** Its constructor's options. We read `defaultHeaders`, which include ANTHROPIC_CUSTOM_HEADERS. */
  readonly _options?: unknown;
  /** Other options of every request. */
  readonly fetchOptions?: unknown;
  /** The application's, else the global one. */
  readonly fetch?: unknown;
  /** From 0.101 on. */
  readonly middleware?: unknown;
  /** The platform, from 0.134 on. */
  readonly _genAIProviderName?: unknown;
  /** Present if the client makes its own spans, from 0.134 on. */
  readonly _tracer?: unknown;
  /** The settled `openTelemetry` option, from 0.134 on. */
  readonly openTelemetry?:
    | { readonly tracerProvider?: TracerProvider | undefined; readonly propagation?: boolean | undefined }
    | undefined;
}

/** The options of one call: the same object through all its attempts. `RequestOptions`, `src/internal/request-options.ts` */
export interface SdkRequestOptions {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly stream?: boolean | undefined;
  readonly signal?: AbortSignal | null | undefined;
  readonly maxRetries?: number | undefined;
  readonly headers?: unknown;
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

// The internals of the SDK that we patch, beyond its public API. `test/sdk-matrix` checks each version.
// `npm run drift` compares what these comments cite, and the members below them.
import { isObject } from '@sevenstep/wire';
import type { SdkRequestInit, SdkRequestOptions, SdkResponseProps } from '../sdk-objects.ts';

/** The argument of a middleware: an attempt, with its `fetch` arguments as one object. `APIRequest`, `src/core/api.ts` */
export interface SdkMiddlewareRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers: Headers;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** A function for the client's option `middleware`. `Middleware`, `wrapFetchWithMiddleware`, `src/core/middleware.ts` */
export type SdkMiddleware = <Request extends SdkMiddlewareRequest>(
  request: Request,
  next: (request: Request) => Promise<Response>,
  context?: { readonly options?: SdkRequestOptions | undefined },
) => Promise<Response>;

/** `Stream`, `fromSSEResponse`, `src/core/streaming.ts`, or `JSONLDecoder`, `src/internal/decoders/jsonl.ts`, of batch results. */
export type SdkStream = AsyncIterable<unknown>;

/** The client's prototype, with the methods for a call, its requests and its attempts. `BaseAnthropic`, `src/client.ts` */
export interface SdkClientPrototype {
  makeRequest(
    options: SdkRequestOptions | PromiseLike<SdkRequestOptions>,
    retriesRemaining: number | null,
    retryOf: string | undefined,
    ...rest: unknown[]
  ): Promise<SdkResponseProps>;
  request(...args: unknown[]): object;
  requestAPIList(...args: unknown[]): object;
  /** Synchronous in 0.50. */
  buildRequest(options: SdkRequestOptions, ...rest: unknown[]): SdkBuiltRequest | Promise<SdkBuiltRequest>;
  /** Gets `options` from 0.101 on. Before, `init` is the `req` that `buildRequest` made from them. */
  fetchWithTimeout(
    url: unknown,
    init: SdkRequestInit | undefined,
    timeoutMs: number,
    controller: AbortController,
    options?: SdkRequestOptions,
    ...rest: unknown[]
  ): Promise<Response>;
}

/** The return value of a call: a promise of the parsed response. `APIPromise`, `src/core/api-promise.ts` */
export interface SdkApiPromise {
  readonly responsePromise: Promise<SdkResponseProps>;
  /** Set once the response is being parsed. */
  readonly parsedPromise?: unknown;
  parseResponse(client: unknown, props: SdkResponseProps, ...rest: unknown[]): unknown;
  /** Called by its `then`, `catch`, `finally` and `withResponse`. */
  parse(): Promise<unknown>;
  _thenUnwrap(
    transform: (value: unknown, props: SdkResponseProps, ...rest: unknown[]) => unknown,
    ...rest: unknown[]
  ): unknown;
  asResponse(): Promise<Response>;
}

export interface SdkBuiltRequest {
  readonly req: SdkRequestInit;
}

/**
 * The prototype of the `messages` of `client` and `client.beta`, with the helpers. `Messages`,
 * `src/resources/messages/messages.ts` and `Messages`, `src/resources/beta/messages/messages.ts`
 */
export type SdkMessagesPrototype = {
  stream?(body: unknown, ...rest: unknown[]): SdkMessageStream;
  /** Only on `client.beta`, from 0.63 on. */
  toolRunner?(params: unknown, ...rest: unknown[]): AsyncIterable<unknown>;
};

/**
 * The return value of `messages.stream()`. Its controller's signal is the signal of the call. `MessageStream`,
 * `src/lib/MessageStream.ts` and `BetaMessageStream`, `src/lib/BetaMessageStream.ts`
 */
export interface SdkMessageStream extends AsyncIterable<unknown> {
  readonly controller: AbortController;
}

/** The prototype that owns `makeRequest`, from any client class or subclass; `undefined` if it is missing. */
export function findClientPrototype(clientClass: unknown): SdkClientPrototype | undefined {
  if (typeof clientClass !== 'function') return undefined;
  let prototype: unknown = clientClass.prototype;
  while (typeof prototype === 'object' && prototype !== null) {
    if (Object.hasOwn(prototype, 'makeRequest')) return prototype as SdkClientPrototype;
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

/** The prototype that owns `parse`, from a client's promise; `undefined` if it is missing, or its fields differ. */
export function findApiPromisePrototype(promise: object): SdkApiPromise | undefined {
  const { responsePromise, parseResponse } = promise as Partial<SdkApiPromise>;
  if (!(responsePromise instanceof Promise) || typeof parseResponse !== 'function') return undefined;
  let prototype: unknown = Object.getPrototypeOf(promise);
  while (isObject(prototype) && !Object.hasOwn(prototype, 'parse'))
    prototype = Object.getPrototypeOf(prototype);
  return isObject(prototype) ? (prototype as unknown as SdkApiPromise) : undefined;
}

/** Whether `value` is a stream of the SDK. */
export const isSdkStream = (value: unknown): value is SdkStream =>
  isObject(value) && Symbol.asyncIterator in value;

/** The prototype of a class of messages. */
export const asMessages = (value: unknown): SdkMessagesPrototype | undefined =>
  typeof value === 'function' ? value.prototype : undefined;

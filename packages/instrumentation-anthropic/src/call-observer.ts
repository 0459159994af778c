// Where the wrappers report to: starts a recorder per call and finds it again by the SDK's own objects.
import type { Tracer } from '@opentelemetry/api';
import type { Attempt } from './attempt.ts';
import { requestAttributes, spanName } from './attributes/request.ts';
import { CallRecorder } from './call-recorder.ts';
import { adoptSpan, startSpan } from './call-span.ts';
import { Clock } from './clock.ts';
import type { Settings } from './config.ts';
import { guard } from './guard.ts';
import { observeBody } from './observe-body.ts';
import { observeStream } from './observe-stream.ts';
import { findRoute } from './routes.ts';
import type {
  SdkClient,
  SdkRequestInit,
  SdkRequestOptions,
  SdkResponseProps,
  SdkStream,
} from './sdk-internals.ts';

/** What the observer needs of the instrumentation, read anew for each call. */
export interface ObserverHost {
  isEnabled(): boolean;
  tracer(client: SdkClient): Tracer;
  settings(): Settings;
}

export class CallObserver {
  readonly #host: ObserverHost;
  // Keyed by the SDK's own objects: a record lives as long as its call.
  readonly #byOptions = new WeakMap<SdkRequestOptions, CallRecorder>();
  readonly #streams = new WeakMap<Response, { call: CallRecorder; signal: AbortSignal }>();
  readonly #collected = new FinalizationRegistry<CallRecorder>((call) => call.collected());

  constructor(host: ObserverHost) {
    this.#host = host;
  }

  isEnabled(): boolean {
    return this.#host.isEnabled();
  }

  /** A call begins. `undefined` for one that is not observed. */
  callStarted(sdkClient: unknown, options: SdkRequestOptions): CallRecorder | undefined {
    return guard('recording the start of a call', () => {
      const route = findRoute(options.method ?? '', options.path ?? '');
      if (!route) return undefined;
      const client = sdkClient as SdkClient;
      const clock = new Clock();
      const attributes = requestAttributes(route, client, options);
      const { attemptSpans, spanNames } = this.#host.settings();
      const tracer = this.#host.tracer(client);
      const sdkSpan = options.__span?.span;
      const call = new CallRecorder({ client, options, attributes, clock, tracer, attemptSpans }, (onEnd) => {
        const name = spanNames === 'gen_ai' ? spanName(attributes) : `anthropic.${route.sdkMethod}`;
        return sdkSpan
          ? adoptSpan(sdkSpan, name, attributes, onEnd)
          : startSpan(tracer, name, attributes, clock.epoch(clock.startedAt));
      });
      this.#byOptions.set(options, call);
      return call;
    });
  }

  /** An HTTP request is about to be sent. `undefined` when it belongs to no observed call. */
  attemptStarted(
    options: SdkRequestOptions | undefined,
    url: unknown,
    init: SdkRequestInit | undefined,
    timeoutMs: number,
  ): Attempt | undefined {
    return guard('recording an attempt', () => {
      const call = options && this.#byOptions.get(options);
      return call?.attemptStarted(url, init ?? {}, timeoutMs);
    });
  }

  /** The call has a response that is not an error. How its body is read decides how the call ends. */
  responded(call: CallRecorder, { response, controller }: SdkResponseProps): void {
    guard('recording a response', () => {
      if (call.streamed) this.#streams.set(response, { call, signal: controller.signal });
      else if (hasNoBody(response)) return call.answeredWithoutBody();
      observeBody(response, call.bodyWatcher(response.headers.get('content-type')));
      this.#collected.register(response, call);
    });
  }

  /** The SDK made `stream` of `response`. */
  streamOpened(response: Response, stream: SdkStream): void {
    guard('observing a stream', () => {
      const opened = this.#streams.get(response);
      if (opened) observeStream(stream, opened.call.streamWatcher(opened.signal));
    });
  }
}

/** The SDK reads no body of these (`defaultParseResponse`, `src/internal/parse.ts`). */
const hasNoBody = (response: Response): boolean =>
  response.status === 204 || response.headers.get('content-length') === '0';

// Where the wrappers report to: starts a recorder per call and finds it again by the SDK's own objects.
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';
import { asString } from '@sevenstep/wire';
import { wanted } from '../attributes/defined.ts';
import { requestAttributes, spanName } from '../attributes/request.ts';
import type { Settings } from '../config.ts';
import { guard } from '../guard.ts';
import { routeOf } from '../sdk/routes.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions, SdkResponseProps } from '../sdk/sdk-internals.ts';
import { startSpan, useSdkSpan } from '../telemetry/call-span.ts';
import type { CallMetrics } from '../telemetry/metrics.ts';
import type { Attempt } from './attempt.ts';
import { CallBody } from './call-body.ts';
import { CallRecorder } from './call-recorder.ts';
import { Clock } from './clock.ts';
import { isIgnored, isWithinSpan } from './ignored.ts';
import { OpenCalls } from './open-calls.ts';
import { privateSlot } from './private-slot.ts';
import { RecentFailures } from './recent-failures.ts';

/** What the observer needs of the instrumentation, read anew for each call. */
export interface ObserverHost {
  isEnabled(): boolean;
  /** Whether anybody takes what would be recorded of the calls of a client. */
  isListening(client: SdkClient): boolean;
  tracer(client: SdkClient): Tracer;
  logger(): Logger;
  metrics(): CallMetrics;
  settings(): Settings;
}

export class CallObserver {
  /** Options of calls that the application wants left alone. */
  readonly #leftAlone = new WeakSet<SdkRequestOptions>();
  readonly #host: ObserverHost;
  readonly #open = new OpenCalls();
  readonly #recentFailures = new RecentFailures();
  readonly #byInit = new WeakMap<SdkRequestInit, CallRecorder>();
  /** Of stream helpers whose iteration was left. */
  readonly #leftHelpers = new WeakSet<AbortSignal>();

  constructor(host: ObserverHost) {
    this.#host = host;
  }

  isEnabled(): boolean {
    return this.#host.isEnabled();
  }

  /** Makes the spans of a client that are not calls, where they may begin here. */
  tracer(client: SdkClient): Tracer | undefined {
    const needsParent = this.#host.settings().requireParentSpan;
    return needsParent && !isWithinSpan() ? undefined : this.#host.tracer(client);
  }

  /** Whether calls of that client are observed. */
  observes(client: SdkClient): boolean {
    return guard('looking for a provider', () => this.#host.isListening(client)) ?? true;
  }

  /** A call begins; `undefined` where it is not observed. @param reportsEnd whether its end is reported, too, and not its attempts alone. */
  callStarted(client: SdkClient, options: SdkRequestOptions, reportsEnd: boolean): CallRecorder | undefined {
    return guard('recording the start of a call', () => {
      const route = routeOf(options.method ?? 'get', options.path ?? '');
      const clock = new Clock();
      const attributes = requestAttributes(route, client, options);
      const settings = this.#host.settings();
      if (isIgnored(settings, options, attributes)) {
        this.#leftAlone.add(options);
        return undefined;
      }
      this.#leftAlone.delete(options);
      const tracer = this.#host.tracer(client);
      const { span: sdkSpan, name: sdkName } = options.__span ?? {};
      const name = spanName(attributes, { route, sdkName: asString(sdkName), spanNames: settings.spanNames });
      const logger = this.#host.logger();
      const metrics = this.#host.metrics();
      const recentFailures = this.#recentFailures;
      const start = {
        client,
        options,
        route,
        attributes,
        clock,
        tracer,
        logger,
        metrics,
        settings,
        recentFailures,
        reportsEnd,
        leftHelpers: this.#leftHelpers,
        open: this.#open,
      };
      const [shown = {}] = wanted(settings.attributes, [attributes]);
      return new CallRecorder(
        start,
        (onEnd) =>
          (sdkSpan && useSdkSpan({ span: sdkSpan, name, attributes: shown, onEnd })) ??
          startSpan(tracer, name, shown, clock.epoch(clock.startedAt)),
      );
    });
  }

  /** What an attempt of a call is sent with has been made of its options. */
  requestBuilt(options: SdkRequestOptions, init: SdkRequestInit): void {
    guard('recording a request', () => {
      const call = this.#open.of(options);
      if (call) this.#byInit.set(init, call);
    });
  }

  /** An HTTP request is about to be sent. `undefined` when it belongs to no observed call. */
  attemptStarted(
    options: SdkRequestOptions | undefined,
    url: unknown,
    init: SdkRequestInit | undefined,
    timeoutMs: number,
  ): Attempt | undefined {
    if (this.#open.isEmpty) return undefined;
    return guard('recording an attempt', () => {
      const call = (options && this.#open.of(options)) ?? (init && this.#byInit.get(init));
      return call?.attemptStarted(url, init ?? {}, timeoutMs);
    });
  }

  /** The SDK has the error response of an attempt. */
  attemptRefused(
    options: SdkRequestOptions | undefined,
    init: SdkRequestInit | undefined,
    attempt: Attempt,
  ): void {
    guard('recording a refused attempt', () => {
      const call = (options && this.#open.of(options)) ?? (init && this.#byInit.get(init));
      call?.attemptRefused(attempt);
    });
  }

  /** The call has a response that is not an error. How its body is read decides how the call ends. */
  responded(call: CallRecorder, props: SdkResponseProps): CallBody | undefined {
    return guard('recording a response', () => {
      const { response, controller } = props;
      if (call.raw) return void call.end();
      // A stream of nothing fails when it is read, which a middleware does not see.
      const isEmpty = call.streamed ? !call.start.reportsEnd && response.body === null : hasNoBody(response);
      if (isEmpty) return void call.answeredWithNothing(response);
      call.responded(response);
      const body = new CallBody(call, response.headers, controller.signal);
      bodies.set(props, body);
      return body;
    });
  }

  /** The body of a response that was reported. */
  bodyOf(props: SdkResponseProps): CallBody | undefined {
    return bodies.get(props);
  }

  /** Whether a call is known already: its own client reports it, or it is left alone. */
  isKnown(options: SdkRequestOptions): boolean {
    return this.#leftAlone.has(options) || this.#open.of(options) !== undefined;
  }

  /** The application stopped reading a stream helper, which is about to abort the call with that signal. */
  helperLeft = (signal: AbortSignal): void => {
    this.#leftHelpers.add(signal);
  };
}

/** Of what `makeRequest` has resolved to. */
const bodies = privateSlot<CallBody>();

/** The SDK reads no body of these (`defaultParseResponse`, `src/internal/parse.ts`). */
const hasNoBody = (response: Response): boolean =>
  response.status === 204 || response.headers.get('content-length') === '0';

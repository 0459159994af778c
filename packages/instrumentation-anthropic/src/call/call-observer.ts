// The calls of one instrumentation: where the wrappers report to. Starts a call, and finds it again by the SDK's own objects.
import type { Tracer } from '@opentelemetry/api';
import { startAttributes } from '../attributes/request.ts';
import type { Settings } from '../config.ts';
import { guard, stepFailed } from '../guard.ts';
import { routeOf } from '../sdk/routes.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions, SdkResponseProps } from '../sdk/sdk-internals.ts';
import { Telemetry, type TelemetrySinks } from '../telemetry/call-telemetry.ts';
import type { Attempt } from './attempt.ts';
import { Call, type CallTelemetry } from './call.ts';
import { CallBody } from './call-body.ts';
import { isIgnored, isWithinSpan } from './ignored.ts';
import { OpenCalls } from './open-calls.ts';
import { privateSlot } from './private-slot.ts';

/** What the observer needs of the instrumentation, read anew for each call. */
export interface ObserverHost extends Omit<TelemetrySinks, 'inFlight'> {
  isEnabled(): boolean;
  /** Whether anybody takes what would be recorded of the calls of a client. */
  isListening(client: SdkClient): boolean;
  settings(): Settings;
}

export class CallObserver {
  /** Options of calls that the application wants left alone. */
  readonly #leftAlone = new WeakSet<SdkRequestOptions>();
  readonly #host: ObserverHost;
  readonly #telemetry: CallTelemetry;
  readonly #open = new OpenCalls();
  readonly #byInit = new WeakMap<SdkRequestInit, Call>();
  readonly #cancelledHelperSignals = new WeakSet<AbortSignal>();

  constructor(host: ObserverHost) {
    this.#host = host;
    this.#telemetry = new Telemetry({
      tracer: (client) => host.tracer(client),
      logger: () => host.logger(),
      metrics: () => host.metrics(),
      inFlight: () => this.#open.size,
    });
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
    try {
      return this.#host.isListening(client);
    } catch (problem) {
      stepFailed('looking for a provider', problem);
      return true;
    }
  }

  /** A call begins; `undefined` where it is not observed. @param reportsEnd whether its end is reported, too, and not its attempts alone. */
  callStarted(client: SdkClient, options: SdkRequestOptions, reportsEnd: boolean): Call | undefined {
    try {
      const route = routeOf(options.method ?? 'get', options.path ?? '');
      const attributes = startAttributes(route, client, options);
      const settings = this.#host.settings();
      if (isIgnored(settings, options, attributes)) {
        this.#leftAlone.add(options);
        return undefined;
      }
      this.#leftAlone.delete(options);
      return new Call({
        client,
        options,
        route,
        attributes,
        settings,
        telemetry: this.#telemetry,
        open: this.#open,
        reportsEnd,
        cancelledHelperSignals: this.#cancelledHelperSignals,
      });
    } catch (problem) {
      stepFailed('recording the start of a call', problem);
      return undefined;
    }
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
    try {
      return this.#callOf(options, init)?.attempt(url, init ?? {}, timeoutMs);
    } catch (problem) {
      stepFailed('recording an attempt', problem);
      return undefined;
    }
  }

  /** The SDK has the error response of an attempt. */
  attemptRefused(
    options: SdkRequestOptions | undefined,
    init: SdkRequestInit | undefined,
    attempt: Attempt,
  ): void {
    guard('recording a refused attempt', () => this.#callOf(options, init)?.attemptRefused(attempt));
  }

  /** The call has a response that is not an error. How its body is read decides how the call ends. */
  responded(call: Call, props: SdkResponseProps): CallBody | undefined {
    return guard('recording a response', () => {
      const { response, controller } = props;
      call.hasResponded = true;
      if (call.raw) return void call.end();
      // A stream of nothing fails when it is read, which a middleware does not see.
      const isEmpty = call.streamed ? !call.reportsEnd && response.body === null : hasNoBody(response);
      if (isEmpty) return void call.emptyResponse(response);
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
  helperCancelled = (signal: AbortSignal): void => {
    this.#cancelledHelperSignals.add(signal);
  };

  #callOf(options: SdkRequestOptions | undefined, init: SdkRequestInit | undefined): Call | undefined {
    return (options && this.#open.of(options)) ?? (init && this.#byInit.get(init));
  }
}

/** Of what `makeRequest` has resolved to. */
const bodies = privateSlot<CallBody>();

/** The SDK reads no body of these (`defaultParseResponse`, `src/internal/parse.ts`). */
const hasNoBody = (response: Response): boolean =>
  response.status === 204 || response.headers.get('content-length') === '0';

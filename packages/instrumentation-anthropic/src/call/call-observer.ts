// Receives the reports of the wrappers: starts each call, and finds it again by the SDK's own objects.
import type { Tracer } from '@opentelemetry/api';
import { startAttributes } from '../attributes/request.ts';
import { routeOf } from '../attributes/routes.ts';
import type { Settings } from '../config.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkClient, SdkRequestInit, SdkRequestOptions, SdkResponseProps } from '../sdk-objects.ts';
import type { Attempt } from './attempt.ts';
import { Call, type CallTelemetry } from './call.ts';
import { isIgnored, isWithinSpan } from './ignored.ts';
import { OpenCalls } from './open-calls.ts';
import { privateSlot } from './private-slot.ts';
import { helperCancelled } from './stream.ts';

/** The parts of the instrumentation that the observer uses, read again for each call. */
export interface ObserverHost {
  isEnabled(): boolean;
  /** Whether a registered provider records telemetry of this client's calls. */
  isListening(client: SdkClient): boolean;
  settings(): Settings;
  tracer(client: SdkClient): Tracer;
}

/** The body of a response, which the SDK parses or hands to the application. */
export interface WatchedBody {
  /** The SDK has parsed the body to a stream, a page of a list, an object or a text. */
  parsed(value: unknown): void;
  failed(error: unknown): void;
  /** The application got the response and reads it itself. @param isParsed whether the SDK parses the body as well. */
  handedOver(response: Response, isParsed: boolean): void;
}

export class CallObserver {
  /** Options of calls that the application's settings ignore. */
  readonly #leftAlone = new WeakSet<SdkRequestOptions>();
  readonly #host: ObserverHost;
  readonly #telemetry: CallTelemetry;
  readonly #open = new OpenCalls();
  readonly #byInit = new WeakMap<SdkRequestInit, Call>();

  constructor(host: ObserverHost, telemetry: CallTelemetry) {
    this.#host = host;
    this.#telemetry = telemetry;
  }

  isEnabled(): boolean {
    return this.#host.isEnabled();
  }

  settings(): Settings {
    return this.#host.settings();
  }

  /** The tracer for spans that are not calls; `undefined` if `requireParentSpan` forbids a span here. */
  tracer(client: SdkClient): Tracer | undefined {
    const needsParent = this.#host.settings().requireParentSpan;
    return needsParent && !isWithinSpan() ? undefined : this.#host.tracer(client);
  }

  /** Whether calls of `client` are observed. */
  observes(client: SdkClient): boolean {
    try {
      return this.#host.isListening(client);
    } catch (problem) {
      stepFailed('looking for a provider', problem);
      return true;
    }
  }

  /** The process ends, which ends the calls under way. */
  processEnds(): void {
    this.#open.interrupt();
  }

  /** Starts a call; `undefined` if it is ignored. @param reportsEnd whether its end is reported, not only its attempts. */
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
      });
    } catch (problem) {
      stepFailed('recording the start of a call', problem);
      return undefined;
    }
  }

  /** The SDK has built the request of an attempt from the call's options. */
  requestBuilt(options: SdkRequestOptions, init: SdkRequestInit): void {
    guard('recording a request', () => {
      const call = this.#open.of(options);
      if (call) this.#byInit.set(init, call);
    });
  }

  /** An HTTP request is about to be sent. Returns `undefined` if it belongs to no observed call. */
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

  /** An attempt got an error response. */
  attemptRefused(
    options: SdkRequestOptions | undefined,
    init: SdkRequestInit | undefined,
    attempt: Attempt,
  ): void {
    guard('recording a refused attempt', () => this.#callOf(options, init)?.attemptRefused(attempt));
  }

  /** Registers `body` to receive the reports on how the response's body is read. */
  watch(props: SdkResponseProps, body: WatchedBody): void {
    bodies.set(props, body);
  }

  bodyOf(props: SdkResponseProps): WatchedBody | undefined {
    return bodies.get(props);
  }

  /** Whether the call is already observed through its client, or ignored. */
  isKnown(options: SdkRequestOptions): boolean {
    return this.#leftAlone.has(options) || this.#open.of(options) !== undefined;
  }

  /** The application stopped reading a stream helper, so the helper is about to abort the call through `signal`. */
  helperCancelled(signal: AbortSignal): void {
    helperCancelled(signal);
  }

  #callOf(options: SdkRequestOptions | undefined, init: SdkRequestInit | undefined): Call | undefined {
    return (options && this.#open.of(options)) ?? (init && this.#byInit.get(init));
  }
}

/** The slot on the result of `makeRequest`. */
const bodies = privateSlot<WatchedBody>();

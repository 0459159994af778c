// The instrumentation that applications register. It patches the SDK when it loads, or when the application asks.
import {
  diag,
  type MeterProvider,
  metrics,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { Logger, LoggerProvider } from '@opentelemetry/api-logs';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { CallObserver } from './call/call-observer.ts';
import { atProcessEnd } from './call/process-end.ts';
import { resolveConfig, type Settings, unknownOptions } from './config.ts';
import { guard } from './guard.ts';
import { unusableApi } from './registered-api.ts';
import { warnProcess } from './runtime.ts';
import { isNewer, NEWEST_CHECKED } from './sdk/checked-versions.ts';
import { type MiddlewareOptions, observingMiddleware } from './sdk/middleware.ts';
import { NewerSdks } from './sdk/newer-sdk.ts';
import { putOn, takeOff } from './sdk/patch.ts';
import {
  isSupported,
  PATCH_POINTS,
  type Patching,
  type PatchPoint,
  patchClient,
  SDK_MODULE,
  SUPPORTED_VERSIONS,
} from './sdk/patch-points.ts';
import type { SdkMiddleware } from './sdk/sdk-internals.ts';
import { type SdkModule, sdkModules } from './sdk/sdk-modules.ts';
import { watchUnobserved } from './sdk/unobserved-notice.ts';
import type { SdkClient } from './sdk-objects.ts';
import { Telemetry } from './telemetry/call-telemetry.ts';
import { emits, globalLoggerProvider, isProxy, makesSpans, measures } from './telemetry/listening.ts';
import { CallMetrics } from './telemetry/metrics.ts';
import type { AnthropicInstrumentationConfig } from './types.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from './version.ts';

/** Called when a copy of the SDK loads. */
export interface LoadingListener {
  /** A copy of the SDK, or a part of it, was patched. */
  readonly patched?: () => void;
  /** A copy of the SDK that is not patched made a call. `why` gives the reason and what to do. */
  readonly missed?: (why: string) => void;
}

/**
 * One span per Claude API call, with its status, tokens, attempts and stream outcome.
 *
 * @example
 * ```ts
 * new NodeSDK({
 *   instrumentations: [new AnthropicInstrumentation()],
 *   spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)],
 * }).start();
 * ```
 */
export class AnthropicInstrumentation extends InstrumentationBase<AnthropicInstrumentationConfig> {
  // Declared without a value: the base class's constructor sets them, and an initializer would overwrite them afterwards.
  declare private settled: Settings;
  declare private callObserver: CallObserver | undefined;
  declare private patched: boolean | undefined;
  declare private callMetrics: CallMetrics;
  /** Set only if it is not the global provider. */
  declare private tracerProvider: TracerProvider | undefined;
  declare private foundTracerProvider: TracerProvider | undefined;
  declare private foundTracer: Tracer | undefined;
  /** The global provider, until the application sets another. */
  declare private followedMeterProvider: MeterProvider | undefined;
  declare private loggerProviderGiven: boolean | undefined;
  declare private foundLoggerProvider: LoggerProvider | undefined;
  declare private foundLogger: Logger | undefined;
  declare private enabledNow: boolean | undefined;
  declare private moduleListener: ((module: SdkModule) => void) | undefined;
  declare private stopWatching: (() => void) | undefined;
  declare private stopWaitingForEnd: (() => void) | undefined;
  declare private saidAlone: Set<string> | undefined;
  declare private saidNewer: Set<string> | undefined;
  declare private newerSdks: NewerSdks | undefined;
  declare private loadingListeners: Set<LoadingListener> | undefined;

  /**
   * @param config every option has a default.
   * @throws TypeError that names the first option with a wrong value, and what it expects.
   */
  constructor(config: AnthropicInstrumentationConfig = {}) {
    super(PACKAGE_NAME, PACKAGE_VERSION, config);
    this.followedMeterProvider = metrics.getMeterProvider();
  }

  /**
   * Patches an SDK that module hooks do not reach: bundled, loaded before, or loaded by Jest.
   *
   * @param sdk the namespace `import * as sdk from '@anthropic-ai/sdk'`, or a client class of it.
   * @example
   * ```ts
   * new AnthropicInstrumentation().instrument(Anthropic);
   * ```
   */
  instrument(sdk: unknown): void {
    const leftAlone = this.leftAlone('a part of the SDK given to instrument()');
    const patch = () => patchClient(sdk, { observer: this.observer(), leftAlone, isNewer: false });
    if (guard('patching the SDK', patch)) this.hasPatchedOne();
  }

  /** Whether a copy of the SDK has been patched so far. */
  hasPatched(): boolean {
    return this.patched ?? false;
  }

  /** Calls `listener` from now on. */
  onLoading(listener: LoadingListener): void {
    this.loadingListeners ??= new Set();
    this.loadingListeners.add(listener);
  }

  override isEnabled(): boolean {
    return this.enabledNow ?? false;
  }

  /** Observes, and puts back the wrappers that {@link disable} removed. */
  override enable(): void {
    if (this.enabledNow) return;
    this.enabledNow = true;
    // In builds for browsers and edge runtimes the base class has neither `enable` nor `disable`.
    super.enable?.();
    if (this.callObserver) putOn(this.callObserver);
    this.moduleListener ??= (module) => this.moduleLoaded(module);
    const { listeners, modules } = sdkModules();
    listeners.add(this.moduleListener);
    for (const module of modules) this.moduleLoaded(module);
    this.stopWatching = watchUnobserved(
      () => this.warnsOfMissedCalls(),
      (what) => this.missed(what),
    );
    this.stopWaitingForEnd = atProcessEnd(() => this.endCalls());
  }

  /**
   * Stops observing and removes the wrappers. A wrapper that another library has wrapped since stays, and passes calls
   * through. Other enabled instances continue to observe.
   */
  override disable(): void {
    if (!this.enabledNow) return;
    this.enabledNow = false;
    super.disable?.();
    if (this.moduleListener) sdkModules().listeners.delete(this.moduleListener);
    this.stopWatching?.();
    this.stopWaitingForEnd?.();
    if (this.callObserver) takeOff(this.callObserver);
  }

  /**
   * Ends the spans of calls that are under way, as if the application had given the calls up. This happens by itself when the
   * event loop is empty. Call it in a signal handler before the process ends, because open spans are not exported.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', async () => {
   *   instrumentation.endCalls();
   *   await sdk.shutdown();
   *   process.exit();
   * });
   * ```
   */
  endCalls(): void {
    // Otherwise a later response would look like a response of an unobserved call.
    this.stopWatching?.();
    this.callObserver?.processEnds();
  }

  /**
   * A middleware for one client, where neither hooks nor patches reach: some edge runtimes, or a client whose class
   * must stay as it is. For SDK 0.101 and newer. It does not see a failure before a request, and sees the client's key only as
   * it was sent. If the client is patched, too, the middleware does nothing.
   *
   * @example
   * ```ts
   * const client = new Anthropic({ middleware: [instrumentation.middleware()] });
   * ```
   */
  middleware(options?: MiddlewareOptions): SdkMiddleware {
    return observingMiddleware(this.observer(), options);
  }

  override setConfig(config: AnthropicInstrumentationConfig = {}): void {
    // Undefined when the base class's constructor calls this.
    const before: Settings | undefined = this.settled;
    this.settled = resolveConfig(config);
    super.setConfig(config);
    // A later version of the base class may add options. An error would keep the application from starting.
    for (const unknown of unknownOptions(config, this.settled)) warnOnce(unknown);
    const { attributes, genAiNames } = this.settled;
    if (before && (before.attributes !== attributes || before.genAiNames !== genAiNames))
      this._updateMetricInstruments();
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const files = PATCH_POINTS.flatMap((point) =>
      ['js', 'mjs'].map((extension) => this.file(point, extension)),
    );
    // Registered for every version, so that the log can name unsupported ones.
    const main = (moduleExports: unknown, version?: string): unknown => {
      this.refuseUnsupported(version);
      return moduleExports;
    };
    return [new InstrumentationNodeModuleDefinition(SDK_MODULE, ['*'], main, undefined, files)];
  }

  override setTracerProvider(provider: TracerProvider): void {
    // `registerInstrumentations()` passes the global provider.
    this.tracerProvider = provider === trace.getTracerProvider() ? undefined : provider;
    super.setTracerProvider(provider);
  }

  override setMeterProvider(provider: MeterProvider): void {
    // `registerInstrumentations()` passes the global provider, which the application may replace later.
    this.followedMeterProvider = provider === metrics.getMeterProvider() ? provider : undefined;
    super.setMeterProvider(provider);
  }

  // The logs API is not a dependency, so importing its type would copy it, with all related types, into our build.
  override setLoggerProvider(provider: Parameters<InstrumentationBase['setLoggerProvider']>[0]): void {
    this.loggerProviderGiven = !isProxy(provider);
    super.setLoggerProvider(provider);
  }

  /**
   * `registerInstrumentations()` passes a proxy for a provider that the application sets later. If npm installed several
   * copies of the logs API, a proxy from one copy does not learn of a provider set through another.
   */
  private loggerNow(): Logger {
    const provider = this.loggerProviderGiven ? undefined : globalLoggerProvider();
    if (!provider) return this.logger;
    if (provider !== this.foundLoggerProvider) {
      this.foundLoggerProvider = provider;
      this.foundLogger = provider.getLogger(PACKAGE_NAME, PACKAGE_VERSION);
    }
    return this.foundLogger ?? this.logger;
  }

  /** A new meter provider has its own instruments. */
  protected override _updateMetricInstruments(): void {
    this.callMetrics = new CallMetrics(this.meter, this.settled);
  }

  /** Meters do not follow a provider that is registered later, as tracers do. So the provider is looked up. */
  private metricsNow(): CallMetrics {
    const { followedMeterProvider } = this;
    const provider = metrics.getMeterProvider();
    if (followedMeterProvider && followedMeterProvider !== provider) this.setMeterProvider(provider);
    return this.callMetrics;
  }

  private file(point: PatchPoint, extension: string): InstrumentationNodeModuleFile {
    const name = `${SDK_MODULE}/${point.file}.${extension}`;
    const patch = (moduleExports: unknown, version?: string): unknown => {
      this.patch(point, moduleExports, version);
      return moduleExports;
    };
    // `disable` removes the wrappers of every copy; the base class would remove those of one copy.
    return new InstrumentationNodeModuleFile(name, SUPPORTED_VERSIONS, patch, () => undefined);
  }

  /** An ES module of the SDK was evaluated. */
  private moduleLoaded({ file, version, exports }: SdkModule): void {
    guard('patching an ES module', () => {
      if (this.refuseUnsupported(version)) return;
      const point = PATCH_POINTS.find((one) => one.file === file);
      if (point) this.patch(point, exports, version);
    });
  }

  private patch(point: PatchPoint, moduleExports: unknown, version: string | undefined): void {
    if (isNewer(version)) {
      this.patchNewer(point, moduleExports, version);
      return;
    }
    const leftAlone = this.leftAlone(`${point.file} of ${SDK_MODULE} ${version ?? ''}`.trim());
    this.patchPart(point, moduleExports, { observer: this.observer(), leftAlone, isNewer: false });
  }

  /** Patches all of a newer version, or nothing, when all parts are loaded. */
  private patchNewer(point: PatchPoint, moduleExports: unknown, version: string): void {
    this.newerSdks ??= new NewerSdks();
    const compared = this.newerSdks.loaded(version, { point, moduleExports });
    if (!compared) return;
    const leftAlone = this.leftAlone(
      `${SDK_MODULE} ${version}, newer than ${NEWEST_CHECKED}, the newest checked version,`,
    );
    if (compared.differences.length > 0) {
      leftAlone(compared.differences.join('; '));
      return;
    }
    const patching = { observer: this.observer(), leftAlone, isNewer: true };
    for (const part of compared.parts) this.patchPart(part.point, part.moduleExports, patching);
    // This comes last, because `register` sets up OpenTelemetry's log while the SDK is patched.
    this.sayNewer(
      `${SDK_MODULE} ${version} is newer than ${NEWEST_CHECKED}, the newest that was checked. It is observed: ` +
        'its patched methods are unchanged',
    );
  }

  private patchPart({ patch }: PatchPoint, moduleExports: unknown, patching: Patching): void {
    if (guard('patching the SDK', () => patch(moduleExports, patching))) this.hasPatchedOne();
  }

  /** Logs once per version, because both module formats may be loaded. */
  private sayNewer(what: string): void {
    this.saidNewer ??= new Set();
    if (this.saidNewer.has(what)) return;
    this.saidNewer.add(what);
    this._diag.info(what);
  }

  private hasPatchedOne(): void {
    if (!this.patched) guard('looking for an older copy of the API', () => this.sayUnusableApi());
    this.patched = true;
    for (const { patched } of this.loadingListeners ?? [])
      guard('the listener of a patched SDK', () => patched?.());
  }

  /** Warns about a second copy of the OpenTelemetry API. It exists if a vendor's SDK depends on an older one than the application installs. */
  private sayUnusableApi(): void {
    const version = unusableApi();
    if (version === undefined) return;
    const missing = this.tracerProvider ? 'call spans have no parents' : 'calls have no spans';
    this.missed(
      `an OpenTelemetry SDK was registered through @opentelemetry/api ${version}. A newer copy is installed, too, and ` +
        `refuses to use that SDK, so ${missing}. Run \`npm install @opentelemetry/api@${version}\`; ` +
        'if npm rejects that version, update that SDK.',
    );
  }

  /** Warns of a version that is not supported. */
  private refuseUnsupported(version: string | undefined): boolean {
    if (isSupported(version)) return false;
    this.warn(
      `${SDK_MODULE} ${version} is not observed: supported versions are ${SUPPORTED_VERSIONS.join(', ')}`,
    );
    return true;
  }

  private warnsOfMissedCalls(): boolean {
    // The log has already named the part that is not patched.
    if (this.saidAlone) return false;
    // `register` sets up exporters when the first copy is patched. Earlier, nothing listens and a call is missed.
    const isBeforeFirstCopy = (this.loadingListeners?.size ?? 0) > 0 && !this.hasPatched();
    return isBeforeFirstCopy || this.isListening({});
  }

  private missed(what: string): void {
    const listeners = [...(this.loadingListeners ?? [])].flatMap(({ missed }) => missed ?? []);
    if (listeners.length === 0) this.warn(what);
    for (const missed of listeners) guard('the listener of a missed call', () => missed(what));
  }

  /** Warns once that a part of the SDK is not patched. Both module formats share the warning. */
  private leftAlone(what: string): (why: string) => void {
    return (why) => {
      const said = `${what} is not observed: ${why}`;
      this.saidAlone ??= new Set();
      if (this.saidAlone.has(said)) return;
      this.saidAlone.add(said);
      this.warn(said);
    };
  }

  /** Writes to standard error, because few applications set up OpenTelemetry's diagnostic log, and without it spans would be missing silently. */
  private warn(what: string): void {
    if (!warnProcess(`@sevenstep/instrumentation-anthropic: ${what}`, 'SEVENSTEP_NOT_OBSERVED'))
      this._diag.warn(what);
  }

  private observer(): CallObserver {
    const tracer = (client: SdkClient) => this.tracerFor(client);
    this.callObserver ??= new CallObserver(
      {
        isEnabled: () => this.isEnabled(),
        isListening: (client) => this.isListening(client),
        settings: () => this.settled,
        tracer,
      },
      new Telemetry({ tracer, logger: () => this.loggerNow(), metrics: () => this.metricsNow() }),
    );
    return this.callObserver;
  }

  private isListening(client: SdkClient): boolean {
    const { requestHook, responseHook, diagnose } = this.settled;
    return (
      makesSpans(client.openTelemetry?.tracerProvider ?? this.tracerProvider ?? trace.getTracerProvider()) ||
      measures(this.metricsNow().meter) ||
      emits(this.loggerNow()) ||
      requestHook !== undefined ||
      responseHook !== undefined ||
      diagnose !== undefined
    );
  }

  /** The tracer for a client. A client can have its own tracer provider, and children of its spans belong there too. */
  private tracerFor(client: SdkClient): Tracer {
    const own = client.openTelemetry?.tracerProvider;
    return own ? own.getTracer(PACKAGE_NAME, PACKAGE_VERSION) : this.tracerNow();
  }

  /**
   * A tracer follows a provider that is registered later only if both come from the same copy of the API. From
   * API 1.10 on, ES modules and CommonJS each have their own copy.
   */
  private tracerNow(): Tracer {
    if (this.tracerProvider) return this.tracer;
    const provider = trace.getTracerProvider();
    if (provider !== this.foundTracerProvider) {
      this.foundTracerProvider = provider;
      this.foundTracer = provider.getTracer(PACKAGE_NAME, PACKAGE_VERSION);
    }
    return this.foundTracer ?? this.tracer;
  }
}

const warned = new Set<string>();

/** Writes to standard error, because a misspelled `redactContent` would leak content. */
function warnOnce(what: string): void {
  if (warned.has(what)) return;
  warned.add(what);
  const said = `AnthropicInstrumentation: ${what}`;
  if (!warnProcess(said, 'SEVENSTEP_UNKNOWN_OPTION')) diag.warn(said);
}

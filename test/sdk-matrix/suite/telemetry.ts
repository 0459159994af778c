// The OpenTelemetry set-up of a cell's application, which remembers every span; ours is in it when it is given.
import type * as Api from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SeenSpan } from './observation.ts';

/** The cell's own OpenTelemetry packages. Types are those of the 2.x line, which both lines fit. */
interface Otel {
  readonly api: typeof Api;
  readonly core: { readonly W3CTraceContextPropagator: new () => Api.TextMapPropagator };
  readonly contextHooks: {
    readonly AsyncLocalStorageContextManager: new () => Api.ContextManager;
  };
  readonly sdk: ProviderClasses;
}

type ProviderClass = new (options: {
  readonly spanProcessors: readonly SpanProcessor[];
}) => Api.TracerProvider;

/** The exports of an OpenTelemetry SDK. */
export interface ProviderClasses {
  readonly BasicTracerProvider?: ProviderClass;
  /** Its name in the 3.x line. */
  readonly TracerProvider?: ProviderClass;
}

/** @throws Error for a line that is not known here. */
export function newProvider(
  { BasicTracerProvider, TracerProvider }: ProviderClasses,
  spanProcessors: readonly SpanProcessor[],
): Api.TracerProvider {
  const Provider = BasicTracerProvider ?? TracerProvider;
  if (!Provider)
    throw new Error('this line of the OpenTelemetry SDK has no tracer provider that is known here');
  return new Provider({ spanProcessors });
}

/** Our classes, which a process for comparison lacks. */
interface Ours {
  readonly AnthropicInstrumentation: new (config?: object) => unknown;
  readonly DiagnosisSpanProcessor: new () => SpanProcessor;
}

/** The spans as the application's side of a cell sees them. */
export interface Telemetry {
  readonly api: typeof Api;
  /** The spans that started since it was last asked, what of them is open, and OpenTelemetry's complaints. */
  take(): { spans: SeenSpan[]; open: string[]; complaints: string[] };
  /** How many spans have started and not ended. */
  openSpans(): number;
}

let telemetry: Telemetry | undefined;

/** @throws Error when no preload has started it. */
export function startedTelemetry(): Telemetry {
  if (!telemetry) throw new Error('the preload did not run');
  return telemetry;
}

export function startTelemetry({ api, core, contextHooks, sdk }: Otel, ours: Ours | false): void {
  let complaints: string[] = [];
  // Ids differ from run to run.
  const complain = (message: string): void => void complaints.push(message.replace(/ \{traceId: .*\}/, ''));
  const quiet = (): void => undefined;
  const logger = { error: complain, warn: complain, info: quiet, debug: quiet, verbose: quiet };
  api.diag.setLogger(logger, api.DiagLogLevel.WARN);

  let started: Span[] = [];
  const remembering: SpanProcessor = {
    onStart: (span) => void started.push(span),
    onEnd: quiet,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const spanProcessors = ours ? [new ours.DiagnosisSpanProcessor(), remembering] : [remembering];
  api.trace.setGlobalTracerProvider(newProvider(sdk, spanProcessors));
  api.context.setGlobalContextManager(new contextHooks.AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  // Every call is near a limit, so each span has all details.
  if (ours) new ours.AnthropicInstrumentation({ nearLimitShare: 1 });

  telemetry = {
    api,
    openSpans: () => started.filter(({ ended }) => !ended).length,
    take: () => {
      const taken = {
        spans: started.filter(({ ended }) => ended).map(seen),
        open: started.filter(({ ended }) => !ended).map(({ name }) => name),
        complaints,
      };
      started = [];
      complaints = [];
      return taken;
    },
  };
}

const seen = (span: Span): SeenSpan => ({
  name: span.name,
  scope: span.instrumentationScope.name,
  id: span.spanContext().spanId,
  parentId: span.parentSpanContext?.spanId,
  kind: span.kind,
  status: span.status.code,
  attributes: span.attributes,
  durationMs: span.duration[0] * 1e3 + span.duration[1] / 1e6,
});

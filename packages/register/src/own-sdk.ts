// Starts an OpenTelemetry SDK for an application without one.
import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import type { resources as OtelResources, tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { exportingProcessors } from './exporters.ts';
import { flushAtExit, type Remainder } from './flush-at-exit.ts';
import { type Exporting, NodeSDK, resources } from './otel-sdk.ts';
import { sayOnce } from './say.ts';
import { takeThreadSpans } from './thread-spans.ts';
import type { UnsentSpans } from './unsent-spans.ts';

/** The exporting processors of this process. */
let exporting: readonly Exporting[] | undefined;
type Left = Omit<Remainder, 'onSpanEnd'>;
/** The telemetry to send at the end of the process: first of the exporters alone, then of the SDK with them. */
let remainder: Left | undefined;

export function startOwnSdk(instrumentation: AnthropicInstrumentation): void {
  // For spans of other instrumentations. Our own calls are already diagnosed.
  const spanProcessors: tracing.SpanProcessor[] = [new DiagnosisSpanProcessor()];
  const sdk = new NodeSDK({
    // Environment variables win. Without an id, the metrics of two processes of a service would be mixed up.
    resource: withoutArguments(
      resources
        .defaultResource()
        .merge(resources.resourceFromAttributes({ 'service.instance.id': randomUUID() })),
    ),
    instrumentations: [instrumentation],
    spanProcessors,
  });
  // The constructor sets up the log of OTEL_LOG_LEVEL, to which new exporters report wrong variables.
  exporting ??= exportingProcessors();
  // Last, so that the exporting processors get each span first.
  spanProcessors.push(...exporting.map(({ processor }) => processor), ended);
  sdk.start();
  /** A signal may end the process while calls are under way. */
  const endSpans = () => {
    takeThreadSpans();
    instrumentation.endCalls();
  };
  leaveAtExit({
    flushSpans: () => flush(sdk, ['_tracerProvider']),
    flushOthers: () => flush(sdk, ['_loggerProvider', '_meterProvider']),
    shutdown: () => {
      endSpans();
      return sdk.shutdown();
    },
    unsent: () => {
      endSpans();
      return unsentSpans();
    },
  });
  noticeLateSdk();
}

/**
 * Exports a span of a worker thread. Without a span, prepares for the first one. Starts no SDK, because the application may start its
 * own, which takes no ended spans.
 */
export function exportThreadSpan(span?: tracing.ReadableSpan): void {
  exporting ??= startExporting();
  if (!span) return;
  // Others print a span as it ends, and the thread has done so.
  for (const { processor, unsent } of exporting) if (unsent) processor.onEnd(span);
  ended.onEnd();
}

function startExporting(): readonly Exporting[] {
  const started = exportingProcessors();
  const each = async (work: (processor: tracing.SpanProcessor) => Promise<void>) => {
    await Promise.all(started.map(({ processor }) => work(processor)));
  };
  leaveAtExit({
    flushSpans: () => each((processor) => processor.forceFlush()),
    flushOthers: () => Promise.resolve(),
    shutdown: () => {
      takeThreadSpans();
      return each((processor) => processor.shutdown());
    },
    unsent: () => {
      takeThreadSpans();
      return unsentSpans();
    },
  });
  return started;
}

/** Sends `left` at the end of the process, instead of what was left before. Two sets of signal listeners would count each other. */
function leaveAtExit(left: Left): void {
  const isFirst = remainder === undefined;
  remainder = left;
  if (!isFirst) return;
  const current = () => remainder ?? left;
  flushAtExit({
    flushSpans: () => current().flushSpans(),
    flushOthers: () => current().flushOthers(),
    shutdown: () => current().shutdown(),
    onSpanEnd: (listener) => {
      ended.listener = listener;
    },
    unsent: () => current().unsent(),
  });
}

const unsentSpans = (): UnsentSpans | undefined => exporting?.find(({ unsent }) => unsent)?.unsent;

/** The arguments of a command line, which may be a prompt or a key. */
const ARGUMENTS: ReadonlySet<string> = new Set(['process.command_args', 'process.command_line']);

/** `resource`, which drops {@link ARGUMENTS} when the SDK merges what it has detected. */
function withoutArguments(resource: OtelResources.Resource): OtelResources.Resource {
  const merge = resource.merge.bind(resource);
  resource.merge = (detected) => {
    if (!detected) return merge(detected);
    // The first of a name counts.
    const kept = detected
      .getRawAttributes()
      .filter(([name]) => !ARGUMENTS.has(name))
      .toReversed();
    return merge(resources.resourceFromAttributes(Object.fromEntries(kept), schemaOf(detected)));
  };
  return resource;
}

const schemaOf = ({ schemaUrl }: OtelResources.Resource) => (schemaUrl === undefined ? {} : { schemaUrl });

/** Notifies a listener of each ended span. */
class SpanEnds implements tracing.SpanProcessor {
  listener: (() => void) | undefined;
  onStart(): void {}
  onEnd(): void {
    // The metrics and events of a call come after its span.
    if (this.listener) queueMicrotask(this.listener);
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

const ended = new SpanEnds();

interface Flushable {
  forceFlush(): Promise<void>;
}

/** Fields of `NodeSDK` that its `shutdown()` uses (0.200 to 0.301). `NodeSDK` has no method that only flushes. */
type ProviderField = '_tracerProvider' | '_loggerProvider' | '_meterProvider';

async function flush(sdk: object, fields: readonly ProviderField[]): Promise<void> {
  const providers = sdk as { readonly [Name in ProviderField]?: Flushable };
  await Promise.all(fields.map((name) => providers[name]?.forceFlush()));
}

/** Warns if another SDK starts later. The API rejects it, and reports that only in a log that few applications set up. */
function noticeLateSdk(): void {
  const set = trace.setGlobalTracerProvider.bind(trace);
  trace.setGlobalTracerProvider = (provider) => {
    const isSet = set(provider);
    if (!isSet) {
      sayOnce(
        'another OpenTelemetry SDK was started after this one, so its exporters get nothing. Start it before ' +
          '@anthropic-ai/sdk is loaded, for example with --import in front of the application.',
      );
    }
    return isSet;
  };
}

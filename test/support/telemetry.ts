// An OTel SDK in memory with the instrumentation and the diagnosis processor, for tests in one process.
import * as sdk from '@anthropic-ai/sdk';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  DiagnosisSpanProcessor,
  type DiagnosisSpanProcessorOptions,
} from '@sevenstep/diagnosis-span-processor';
import {
  AnthropicInstrumentation,
  type AnthropicInstrumentationConfig,
} from '@sevenstep/instrumentation-anthropic';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';

/** The two kinds of call span: the SDK's own, adopted; ours, where the SDK's tracing is off. */
export const SPAN_KINDS = ['adopted', 'owned'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** Client options that make call spans of that kind. */
export const clientOptionsFor = (kind: SpanKind): sdk.ClientOptions =>
  kind === 'owned' ? { openTelemetry: false, logLevel: 'off' } : { logLevel: 'off' };

/** The spans of a call. */
export interface Trace {
  readonly call: ReadableSpan;
  readonly attributes: SpanAttributes;
  readonly attempts: readonly ReadableSpan[];
}

export interface TestTelemetry {
  readonly instrumentation: AnthropicInstrumentation;
  /** The spans that ended since the last request. */
  takeSpans(): readonly ReadableSpan[];
  /** The one call since the last request. @throws Error if the number of calls is not one. */
  takeTrace(): Trace;
  stop(): void;
}

/**
 * Starts telemetry, and patches this process's copy of the SDK unless `patch` is false, because module hooks do not reach
 * modules of the test runner. Unless `register` is false, its provider is the global one. `diagnosis` are the options
 * of the processor.
 */
export function startTestTelemetry(
  config?: AnthropicInstrumentationConfig,
  {
    patch = true,
    register = true,
    diagnosis,
  }: { patch?: boolean; register?: boolean; diagnosis?: DiagnosisSpanProcessorOptions } = {},
): TestTelemetry {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new DiagnosisSpanProcessor(diagnosis), new SimpleSpanProcessor(exporter)],
  });
  if (register) trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const instrumentation = new AnthropicInstrumentation(config);
  if (patch) instrumentation.instrument(sdk);
  const takeSpans = () => {
    const spans = exporter.getFinishedSpans();
    exporter.reset();
    return spans;
  };
  return {
    instrumentation,
    takeSpans,
    takeTrace: () => oneTrace(takeSpans()),
    stop: () => {
      instrumentation.disable();
      trace.disable();
      context.disable();
    },
  };
}

export const isCallSpan = (span: ReadableSpan): boolean => 'anthropic.sdk.method' in span.attributes;

function oneTrace(spans: readonly ReadableSpan[]): Trace {
  const [call, ...more] = spans.filter(isCallSpan);
  if (!call || more.length > 0) throw new Error(`expected one call span, got ${call ? more.length + 1 : 0}`);
  const attempts = spans.filter((span) => span.parentSpanContext?.spanId === call.spanContext().spanId);
  return { call, attributes: call.attributes as SpanAttributes, attempts };
}

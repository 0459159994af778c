// Everything around the instrumentation, for fault injection. Each target throws at one place on request.
import {
  context,
  DiagLogLevel,
  diag,
  metrics,
  propagation,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { Saboteur } from '../../support/saboteur.ts';

export const TARGET_NAMES = [
  'the tracer and its spans',
  'a span processor',
  'an exporter',
  'the propagator',
  'the meter and its instruments',
  'the logger',
  'the context manager',
  'hooks and redaction',
  'diag, beside a hook that throws',
  "the application's parameters",
  'a response and its headers',
  'what fetch rejects with',
] as const;
export type Target = (typeof TARGET_NAMES)[number];

export const TARGETS: Readonly<Record<Target, Saboteur>> = Object.fromEntries(
  TARGET_NAMES.map((name) => [name, new Saboteur()]),
) as Record<Target, Saboteur>;

const around = <T extends object>(name: Target, value: T): T => TARGETS[name].around(value);

class IdleReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

const processor: SpanProcessor = {
  onStart: () => TARGETS['a span processor'].touch(),
  onEnding: () => TARGETS['a span processor'].touch(),
  onEnd: () => TARGETS['a span processor'].touch(),
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

const exporter = {
  export: (_: unknown, done: (result: { code: number }) => void): void => {
    TARGETS['an exporter'].touch();
    done({ code: 0 });
  },
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

/** The SDK, not our code, writes its headers with this. It still runs within the call. */
function sabotagedPropagator(): TextMapPropagator {
  const real = new W3CTraceContextPropagator();
  const touch = (): void => TARGETS['the propagator'].touch();
  return {
    inject: (...args) => {
      touch();
      real.inject(...args);
    },
    extract: (...args) => {
      touch();
      return real.extract(...args);
    },
    fields: () => real.fields(),
  };
}

let hookThrows = false;

/** Registers all targets, which do not throw yet, and an instrumentation that records everything. */
export function startHostileTelemetry(): AnthropicInstrumentation {
  const spanProcessors = [processor, new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(
    around('the tracer and its spans', new BasicTracerProvider({ spanProcessors })),
  );
  context.setGlobalContextManager(
    TARGETS['the context manager'].around(new AsyncLocalStorageContextManager().enable(), false),
  );
  propagation.setGlobalPropagator(sabotagedPropagator());
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  logs.setGlobalLoggerProvider(around('the logger', new LoggerProvider({ processors })));
  startHostileLogger();
  const hit = TARGETS['hooks and redaction'];
  return new AnthropicInstrumentation({
    captureMessageContent: 'SPAN_AND_EVENT',
    attemptSpans: 'always',
    requestHook: () => hit.touch(),
    responseHook: () => {
      hit.touch();
      if (hookThrows) throw new Error('the hook throws');
    },
    redactContent: (text) => {
      hit.touch();
      return text;
    },
  });
}

/** A new logger, because each one receives a failed step only once. */
function startHostileLogger(): void {
  const complain = (): void => TARGETS['diag, beside a hook that throws'].touch();
  diag.setLogger(
    { error: complain, warn: complain, info: complain, debug: complain, verbose: complain },
    { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true },
  );
}

export function stopHostileTelemetry(): void {
  for (const api of [trace, context, propagation, metrics, logs, diag]) api.disable();
}

/** Makes `target` throw at its place `at`, or nowhere without one. Instruments are new, because creating them is also a place. */
export function arm(target: Target, at?: number): void {
  TARGETS[target].arm();
  const meters = new MeterProvider({ readers: [new IdleReader()] });
  metrics.disable();
  metrics.setGlobalMeterProvider(around('the meter and its instruments', meters));
  hookThrows = target === 'diag, beside a hook that throws';
  startHostileLogger();
  TARGETS[target].arm(at);
}

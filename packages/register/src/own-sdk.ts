// The OpenTelemetry SDK of an application that has none.
import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { exportingProcessors } from './exporters.ts';
import { flushAtExit } from './flush-at-exit.ts';
import { NodeSDK, resources } from './otel-sdk.ts';
import { sayOnce } from './say.ts';

export function startOwnSdk(instrumentation: AnthropicInstrumentation): void {
  // For spans of other instrumentations: our calls are diagnosed before they get here.
  const spanProcessors: tracing.SpanProcessor[] = [new DiagnosisSpanProcessor()];
  const sdk = new NodeSDK({
    // The environment has priority. Without an id, the metrics of two processes of a service are mixed up.
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.instance.id': randomUUID() })),
    instrumentations: [instrumentation],
    spanProcessors,
  });
  // After its constructor has set the log of OTEL_LOG_LEVEL: exporters report wrong variables there as they are made.
  const ended = new SpanEnds();
  // Last: what exports has the span by then.
  spanProcessors.push(...exportingProcessors(), ended);
  sdk.start();
  const shutdown = () => {
    // A signal may end the process while calls are under way.
    instrumentation.endCalls();
    return sdk.shutdown();
  };
  flushAtExit({
    flush: () => flush(sdk),
    shutdown,
    onSpanEnd: (listener) => {
      ended.listener = listener;
    },
  });
  noticeLateSdk();
}

/** Tells a listener of each span that has ended. */
class SpanEnds implements tracing.SpanProcessor {
  listener: (() => void) | undefined;
  onStart(): void {}
  onEnd(): void {
    // The call's metrics and events follow its span.
    if (this.listener) queueMicrotask(this.listener);
  }
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

interface Flushable {
  forceFlush(): Promise<void>;
}

/** The fields of a `NodeSDK` that its `shutdown()` goes through, from 0.200 to 0.301. It has no method that only flushes. */
const PROVIDERS = ['_tracerProvider', '_loggerProvider', '_meterProvider'] as const;

async function flush(sdk: object): Promise<void> {
  const parts = sdk as { readonly [Name in (typeof PROVIDERS)[number]]?: Flushable };
  await Promise.all(PROVIDERS.map((name) => parts[name]?.forceFlush()));
}

/** The API rejects another SDK that starts now, and reports it in a log that few applications have set up. */
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

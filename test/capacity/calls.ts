// Spans of real calls, to measure with: the SDK against the simulator, as the instrumentation and the processor leave them.
import { Anthropic } from '@anthropic-ai/sdk';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resources } from '@opentelemetry/sdk-node';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { type Drill, runDrill, startSimulator } from '@sevenstep/anthropic-simulator';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';

export type Kind = 'healthy' | 'refused' | 'retried twice';

/** The kinds of calls that are measured. */
export const CALLS: Readonly<Record<Kind, Drill>> = {
  healthy: { title: 'A plain answer' },
  refused: {
    title: 'The key is refused',
    faults: [
      { response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } } },
    ],
  },
  'retried twice': {
    title: 'It succeeds at its third attempt',
    faults: [
      {
        when: { attempt: [1, 2] },
        response: {
          error: { type: 'overloaded_error', message: 'Overloaded' },
          headers: { 'retry-after': '0' },
        },
      },
    ],
  },
};

const RESOURCE = resources.resourceFromAttributes({
  'service.name': 'checkout',
  'service.instance.id': 'checkout-7d9f5c-1',
});

/**
 * Makes so many calls, and returns their spans.
 *
 * @param processors those before the exporter
 */
export async function spansOf(
  drill: Drill,
  times: number,
  processors: readonly SpanProcessor[] = [new DiagnosisSpanProcessor()],
): Promise<readonly ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      resource: RESOURCE,
      spanProcessors: [...processors, new SimpleSpanProcessor(exporter)],
    }),
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const instrumentation = new AnthropicInstrumentation();
  instrumentation.instrument(Anthropic);
  const simulator = await startSimulator({ faults: drill.faults ?? [] });
  const { call, ...others } = drill;
  await runDrill(
    Anthropic,
    { ...others, calls: [{ ...call, times, atOnce: 64 }] },
    { baseURL: simulator.url, clientOptions: { logLevel: 'off' } },
  );
  await simulator.close();
  instrumentation.disable();
  trace.disable();
  context.disable();
  return exporter.getFinishedSpans();
}

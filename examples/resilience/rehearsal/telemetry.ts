// OpenTelemetry for the rehearsal, loaded before it. It counts diagnoses per run, and sends spans to a Jaeger if there is one.
import '@sevenstep/register/hooks';
import { context, createContextKey } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { type Destination, findDestination } from '../../demo/src/jaeger.ts';
import { tellCaller } from '../diagnosis.ts';

const RUN = createContextKey('resilience.run');

type Diagnose = ReturnType<typeof diagnoseCall>;

/** Counts patterns over one run. A service calls `diagnoseCall` only once. */
export const inRun = <T>(work: () => T): T => {
  const diagnose = diagnoseCall({ onDiagnosis: tellCaller, thresholds: { windowSeconds: 5 } });
  return context.with(context.active().setValue(RUN, diagnose), work);
};

const diagnose: Diagnose = (...call) => (context.active().getValue(RUN) as Diagnose | undefined)?.(...call);

/** The destination of the spans, and the page that shows them. */
export const destination: Destination = await findDestination();
const { otlpUrl } = destination;
const exporter = otlpUrl && new OTLPTraceExporter({ url: `${otlpUrl.replace(/\/$/, '')}/v1/traces` });

const sdk = new NodeSDK({
  serviceName: 'sevenstep-resilience',
  autoDetectResources: false,
  instrumentations: [new AnthropicInstrumentation({ diagnose })],
  // There are tens of thousands of spans. Without an exporter, none is kept.
  spanProcessors: exporter
    ? [new tracing.BatchSpanProcessor(exporter, { maxQueueSize: 100_000, scheduledDelayMillis: 500 })]
    : [],
});
sdk.start();

/** Sends the remaining spans. */
export const shutdown = (): Promise<void> => sdk.shutdown();

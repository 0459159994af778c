// Calls in a generation of Langfuse: https://langfuse.com/docs/observability/sdk/instrumentation
import Anthropic from '@anthropic-ai/sdk';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { startActiveObservation } from '@langfuse/tracing';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const processor = new LangfuseSpanProcessor({ exporter: new OTLPTraceExporter() });
new NodeTracerProvider({ spanProcessors: [processor] }).register();

const make = (call) =>
  startActiveObservation(
    'answer',
    (generation) => {
      generation.update({ model: call.params.model });
      return callSdk(Anthropic, call);
    },
    { asType: 'generation' },
  );

await serve(make, () => processor.forceFlush());

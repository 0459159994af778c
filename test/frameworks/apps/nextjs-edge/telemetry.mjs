// A set-up of what runs at the edge.
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours

// OpenTelemetry's own is for Node.js. The edge has the class as a global.
const storage = new globalThis.AsyncLocalStorage();
const manager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, self, ...args) => storage.run(active, () => work.call(self, ...args)),
  bind: (_active, target) => target,
  enable: () => manager,
  disable: () => manager,
};
context.setGlobalContextManager(manager);
const url = `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`;
trace.setGlobalTracerProvider(
  new BasicTracerProvider({
    spanProcessors: [
      new DiagnosisSpanProcessor(), // ours
      new SimpleSpanProcessor(new OTLPTraceExporter({ url })),
    ],
  }),
);

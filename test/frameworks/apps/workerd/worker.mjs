// A worker of workerd, where nothing may be patched and much may not happen while a module is loaded.
import { AsyncLocalStorage } from 'node:async_hooks';
import Anthropic from '@anthropic-ai/sdk';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { diagnoseCall } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours
import { calls, makeCall } from './calls.mjs';
import { handle } from './handle.mjs';

// OpenTelemetry's own is for Node.js.
const storage = new AsyncLocalStorage();
const manager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, self, ...args) => storage.run(active, () => work.call(self, ...args)),
  bind: (_active, target) => target,
  enable: () => manager,
  disable: () => manager,
};
context.setGlobalContextManager(manager);
const instrumentation = new AnthropicInstrumentation({ diagnose: diagnoseCall() }); // ours

export default {
  async fetch(_request, env) {
    const exporter = new OTLPTraceExporter({ url: `${env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces` });
    const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
    trace.setGlobalTracerProvider(provider);
    const client = new Anthropic({
      apiKey: env.ANTHROPIC_API_KEY,
      baseURL: env.ANTHROPIC_BASE_URL,
      middleware: [instrumentation.middleware()], // ours
    });
    const lines = [];
    for (const number of calls.keys()) lines.push(await handle(() => makeCall(client, number)));
    await provider.forceFlush();
    return new Response(lines.join('\n'));
  },
};

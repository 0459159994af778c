// `node --import @sevenstep/register app.mjs`: hooks, instrumentation, diagnosis and export, with no code.
import './hooks.ts';
import { randomUUID } from 'node:crypto';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { exportingProcessors } from './exporters.ts';
import { flushAtExit } from './flush-at-exit.ts';
import { noticeAtExit } from './notice.ts';

const instrumentation = new AnthropicInstrumentation();
const sdk = new NodeSDK({
  // What the environment says goes before it. Without an id, the metrics of two processes of a service are mixed up.
  resource: resources
    .defaultResource()
    .merge(resources.resourceFromAttributes({ 'service.instance.id': randomUUID() })),
  instrumentations: [instrumentation],
  spanProcessors: [new DiagnosisSpanProcessor(), ...exportingProcessors()],
});
sdk.start();
flushAtExit(() => sdk.shutdown());
noticeAtExit(() => instrumentation.hasPatched());

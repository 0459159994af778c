// https://learn.microsoft.com/azure/azure-monitor/app/opentelemetry-enable, after its loader, with ours.
import '@sevenstep/register/hooks'; // ours
import { shutdownAzureMonitor, useAzureMonitor } from '@azure/monitor-opentelemetry';
import { registerInstrumentations } from '@opentelemetry/instrumentation'; // ours
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor'; // ours
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

useAzureMonitor({
  enableLiveMetrics: false,
  // All traces, not five a second.
  tracesPerSecond: 0,
  samplingRatio: 1,
  spanProcessors: [
    new DiagnosisSpanProcessor(), // ours
  ],
});
registerInstrumentations({ instrumentations: [new AnthropicInstrumentation()] }); // ours
process.once('beforeExit', () => shutdownAzureMonitor());

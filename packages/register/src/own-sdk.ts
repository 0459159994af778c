// The OpenTelemetry SDK of an application that has none.
import { randomUUID } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import type { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { exportingProcessors } from './exporters.ts';
import { flushAtExit } from './flush-at-exit.ts';
import { NodeSDK, resources } from './otel-sdk.ts';
import { sayOnce } from './say.ts';

export function startOwnSdk(instrumentation: AnthropicInstrumentation): void {
  const sdk = new NodeSDK({
    // What the environment says goes before it. Without an id, the metrics of two processes of a service are mixed up.
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.instance.id': randomUUID() })),
    instrumentations: [instrumentation],
    // For spans of other instrumentations: our calls are diagnosed before they get here.
    spanProcessors: [new DiagnosisSpanProcessor(), ...exportingProcessors()],
  });
  sdk.start();
  flushAtExit(() => sdk.shutdown());
  noticeLateSdk();
}

/** Another SDK that starts now is refused by the API, which says so in a log that few have set up. */
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

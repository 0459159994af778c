// Runs a conformance case with content captured, as the suite does, and keeps the emitted telemetry.
import Anthropic from '@anthropic-ai/sdk';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { startTestMeter } from '../support/meter.ts';
import { clientOptionsFor, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';
import type { Scenario } from './scenarios.ts';
import { eventSignal, pointSignals, resourceSignal, type Signal, spanSignal } from './signal.ts';

export async function capture(scenario: Scenario, kind: SpanKind): Promise<Signal[]> {
  const events = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: events })],
  });
  const meter = startTestMeter();
  const telemetry = startTestTelemetry(
    { captureMessageContent: 'SPAN_AND_EVENT', longWaitSeconds: 0.001 },
    { diagnosis: { meterProvider: meter.provider, loggerProvider } },
  );
  telemetry.instrumentation.setLoggerProvider(loggerProvider);
  telemetry.instrumentation.setMeterProvider(meter.provider);
  const simulator = await startSimulator(scenario.script ?? { faults: [] });
  try {
    const options = { apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) };
    await scenario.run(new Anthropic(options));
    const spans = telemetry.takeSpans();
    return [
      ...spans.slice(0, 1).map(resourceSignal),
      ...spans.map(spanSignal),
      ...events.getFinishedLogRecords().map(eventSignal),
      ...(await meter.takeMetrics()).flatMap(pointSignals),
    ];
  } finally {
    await simulator.close();
    await meter.stop();
    telemetry.stop();
  }
}

// Runs a scenario with content captured, as the suite does, and keeps what it emits.
import Anthropic from '@anthropic-ai/sdk';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { startTestMeter } from '../support/meter.ts';
import {
  clientOptionsFor,
  type SpanKind as KindOfCallSpan,
  startTestTelemetry,
} from '../support/telemetry.ts';
import { METRICS } from './model.ts';
import type { Scenario } from './scenarios.ts';

/** A signal with its attributes. */
export interface Signal {
  readonly type: 'span' | 'event' | 'metric';
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of a span. */
  readonly kind?: string;
  readonly isError?: boolean;
  readonly isOk?: boolean;
}

export async function capture(scenario: Scenario, kind: KindOfCallSpan): Promise<Signal[]> {
  const telemetry = startTestTelemetry({ captureMessageContent: 'SPAN_AND_EVENT' });
  const events = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter: events })];
  telemetry.instrumentation.setLoggerProvider(new LoggerProvider({ processors }));
  const meter = startTestMeter(telemetry.instrumentation);
  const simulator = await startSimulator({ faults: scenario.faults ?? [] });
  try {
    const options = { apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) };
    await scenario.run(new Anthropic(options));
    const measured = await meter.take();
    return [
      ...telemetry.takeSpans().map(({ name, attributes, kind, status }) => ({
        type: 'span' as const,
        name,
        attributes,
        kind: (SpanKind[kind] ?? '').toLowerCase(),
        isError: status.code === SpanStatusCode.ERROR,
        isOk: status.code === SpanStatusCode.OK,
      })),
      ...events.getFinishedLogRecords().map(({ eventName = '', attributes }) => ({
        type: 'event' as const,
        name: eventName,
        attributes,
      })),
      ...METRICS.flatMap((name) =>
        measured(name).map(({ attributes }) => ({ type: 'metric' as const, name, attributes })),
      ),
    ];
  } finally {
    await simulator.close();
    await meter.stop();
    telemetry.stop();
  }
}

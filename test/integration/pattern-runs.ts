// Runs drills of many calls with the real SDK over real HTTP, each with a separate processor, and keeps the findings.
import Anthropic from '@anthropic-ai/sdk';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { type Drill, runDrill, type Simulator } from '@sevenstep/anthropic-simulator';
import { type Diagnosis, patterns } from '@sevenstep/checklist';
import { startTestMeter } from '../support/meter.ts';
import { clientOptionsFor, isCallSpan, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

/** The results of a drill with many calls. */
interface PatternRun {
  /** Call spans, in the order in which they ended. */
  readonly calls: readonly ReadableSpan[];
  /** The arguments of the processor's `onDiagnosis`, only for patterns. */
  readonly findings: readonly { readonly finding: Diagnosis; readonly spanId: string | undefined }[];
  /** Ids of the log events, with their spans. */
  readonly events: readonly { readonly id: unknown; readonly spanId: string | undefined }[];
  /** How often the metric counted each pattern. */
  readonly counted: Readonly<Record<string, number>>;
}

const PATTERNS: ReadonlySet<unknown> = new Set(patterns.map(({ id }) => id));

/** Ids of patterns on a span, in its diagnosis or in `also`. */
export const patternsOn = ({ attributes }: ReadableSpan): unknown[] =>
  [
    attributes['anthropic.diagnosis.id'],
    ...((attributes['anthropic.diagnosis.also'] as string[]) ?? []),
  ].filter((id) => PATTERNS.has(id));

export async function runPatternDrill(
  simulator: Simulator,
  kind: SpanKind,
  drill: Drill,
): Promise<PatternRun> {
  const exporter = new InMemoryLogRecordExporter();
  const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  const meter = startTestMeter();
  const findings: { finding: Diagnosis; spanId: string | undefined }[] = [];
  const telemetry = startTestTelemetry(undefined, {
    diagnosis: {
      loggerProvider,
      meterProvider: meter.provider,
      thresholds: drill.thresholds,
      onDiagnosis: (finding, span) => {
        if (PATTERNS.has(finding.id)) findings.push({ finding, spanId: span.spanContext?.().spanId });
      },
    },
  });
  try {
    simulator.load({ faults: drill.faults ?? [] });
    await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions: clientOptionsFor(kind) });
    await simulator.settled();
    const points = (await meter.take())('anthropic.client.diagnoses');
    const counted = points.map(({ attributes, value }) => [attributes['anthropic.diagnosis.id'], value]);
    return {
      calls: telemetry.takeSpans().filter(isCallSpan),
      findings,
      events: exporter.getFinishedLogRecords().map(({ attributes, spanContext }) => ({
        id: attributes['anthropic.diagnosis.id'],
        spanId: spanContext?.spanId,
      })),
      counted: Object.fromEntries(counted.filter(([id]) => PATTERNS.has(id))),
    };
  } finally {
    telemetry.stop();
    await Promise.all([meter.stop(), loggerProvider.shutdown()]);
  }
}

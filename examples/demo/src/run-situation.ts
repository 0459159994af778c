// Runs one situation against the simulator, and reads its trace.
import {
  type AnthropicSdk,
  type DrillResult,
  runDrill,
  type Simulator,
} from '@sevenstep/anthropic-simulator';
import type { CallTrace, TimedSpan } from '@sevenstep/doctor';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Situation } from './situations.ts';
import type { Telemetry } from './telemetry.ts';

type ReadableSpan = ReturnType<Telemetry['takeSpans']>[number];

export interface Outcome extends CallTrace {
  readonly situation: Situation;
  /** The result that the application saw. */
  readonly result: DrillResult;
  readonly traceId: string;
  /** Whether the diagnosis is the expected one. */
  readonly asExpected: boolean;
}

/** @throws Error if the situation did not make exactly one call span. */
export async function runSituation(
  situation: Situation,
  sdk: AnthropicSdk,
  simulator: Simulator,
  telemetry: Telemetry,
): Promise<Outcome> {
  const { drill, expected } = situation;
  // The name gives each situation different request ids.
  simulator.load({ name: drill.title, faults: drill.faults ?? [] });
  const result = await runDrill(sdk, drill, { baseURL: simulator.url, clientOptions: { logLevel: 'off' } });
  const spans = telemetry.takeSpans();
  const [call, ...more] = spans.filter((span) => 'gen_ai.operation.name' in span.attributes);
  if (!call || more.length > 0) {
    throw new Error(`"${drill.title}" made ${call ? more.length + 1 : 0} call spans instead of one`);
  }
  const attempts = spans.filter((span) => span.parentSpanContext?.spanId === call.spanContext().spanId);
  return {
    situation,
    result,
    traceId: call.spanContext().traceId,
    call: timed(call),
    attempts: attempts.map(timed),
    asExpected: call.attributes['anthropic.diagnosis.id'] === expected,
  };
}

const milliseconds = ([seconds, nanoseconds]: [number, number]): number => seconds * 1e3 + nanoseconds / 1e6;

const timed = (span: ReadableSpan): TimedSpan => ({
  name: span.name,
  attributes: span.attributes as SpanAttributes,
  start: milliseconds(span.startTime),
  end: milliseconds(span.endTime),
});

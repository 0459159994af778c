// The diagnosis without a span processor: a function for the instrumentation's option `diagnose`.
import { type Attributes, type SpanContext, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import { isCall, readString } from '@sevenstep/checklist';
import { markDiagnosed, recordDiagnosis } from './diagnosis/record-diagnosis.ts';
import { createGuard, reportRuleTo } from './guard.ts';
import { type DiagnosisSpanProcessorOptions, resolveOptions } from './options.ts';
import type { ReadableSpanLike } from './spans/span-types.ts';

/** When a call began and ended, in milliseconds since the epoch, and how many others are under way. */
export interface CallTimesLike {
  readonly startTime: number;
  readonly endTime: number;
  readonly inFlight?: number | undefined;
}

/** The span of a call: its context, and the status that gets the description of a failure. */
export interface DescribedSpanLike {
  spanContext(): SpanContext;
  setStatus?(status: SpanStatus): unknown;
}

/**
 * Makes a function that returns the diagnosis of a call as attributes: for the option `diagnose` of
 * `AnthropicInstrumentation`, where no span processor can be added. It takes the processor's options, counts the same
 * metric and emits the same log event. A {@link DiagnosisSpanProcessor} that sees the same span leaves it alone.
 *
 * `onDiagnosis` is given what is known of the span: attributes, times and ids.
 *
 * @throws TypeError that names the option and what is wrong with it.
 * @example
 * new AnthropicInstrumentation({ diagnose: diagnoseCall() })
 */
export function diagnoseCall(
  options: DiagnosisSpanProcessorOptions = {},
): (attributes: Attributes, span: DescribedSpanLike, times?: CallTimesLike) => Attributes | undefined {
  let inFlight = 0;
  const guard = createGuard('diagnoseCall');
  const settings = resolveOptions('diagnoseCall', options, () => inFlight, reportRuleTo(guard));
  return (attributes, span, times) => {
    let tags: Attributes | undefined;
    guard('diagnosing a call', () => {
      markDiagnosed(span);
      if (!isCall(attributes)) return;
      inFlight = times?.inFlight ?? 0;
      const seen: ReadableSpanLike & { attributes: Attributes } = {
        attributes,
        spanContext: () => span.spanContext(),
        ...(times && {
          startTime: hrTime(times.startTime),
          endTime: hrTime(times.endTime),
          duration: hrTime(Math.max(0, times.endTime - times.startTime)),
        }),
      };
      const write = (diagnosis: Attributes, description?: string): void => {
        tags = diagnosis;
        seen.attributes = { ...attributes, ...diagnosis };
        if (description !== undefined) span.setStatus?.({ code: SpanStatusCode.ERROR, message: description });
      };
      const statusMessage = readString(attributes, 'anthropic.error.message');
      recordDiagnosis(settings, guard, { span: seen, attributes, statusMessage, write });
    });
    return tags;
  };
}

/** Epoch milliseconds as seconds and nanoseconds. */
function hrTime(milliseconds: number): [number, number] {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

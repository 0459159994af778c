// Spans of calls as they end, for tests that need many.
import { type Attributes, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { Diagnosis } from '@sevenstep/checklist';
import { DiagnosisSpanProcessor, type EndingSpanLike } from '../src/index.ts';
import type { DiagnosisSpanProcessorOptions } from '../src/options.ts';

export const CALL: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'anthropic.sdk.method': 'messages.create',
  'gen_ai.request.model': 'claude-sonnet-5',
};

export const ok = (more: Attributes = {}): Attributes => ({
  ...CALL,
  'http.response.status_code': 200,
  'anthropic.request.id': 'req_1',
  'anthropic.message.stop_reason': 'end_turn',
  ...more,
});

export const failed = (status: number, type: string, message: string, more: Attributes = {}): Attributes => ({
  ...CALL,
  'http.response.status_code': status,
  'error.type': type,
  'anthropic.error.message': message,
  'anthropic.error.body': 'api_error',
  'anthropic.request.id': 'req_1',
  ...more,
});

const time = (seconds: number): [number, number] => [Math.floor(seconds), Math.round((seconds % 1) * 1e9)];

/** A span that is about to end, with what was written on it. */
interface TestSpan extends EndingSpanLike {
  readonly written: Attributes;
  readonly spanContext: () => SpanContext;
}

/** @param at when it ended, in seconds; it took `took` of them. */
export function span(
  attributes: Attributes,
  at: number,
  { took = 0.5, traceId = 'trace' }: { took?: number; traceId?: string } = {},
): TestSpan {
  const written: Attributes = {};
  return {
    attributes: { ...attributes },
    written,
    startTime: time(at - took),
    endTime: time(at),
    duration: time(took),
    spanContext: () => ({ traceId, spanId: '00f067aa0ba902b7', traceFlags: TraceFlags.SAMPLED }),
    setAttributes: (tags) => Object.assign(written, tags),
    setStatus: () => undefined,
  };
}

/** A processor, and all that it said. */
export function listening(options: DiagnosisSpanProcessorOptions = {}): {
  readonly said: Diagnosis[];
  readonly end: (...spans: readonly TestSpan[]) => void;
  readonly idsOf: (prefix: string) => string[];
} {
  const said: Diagnosis[] = [];
  const processor = new DiagnosisSpanProcessor({
    ...options,
    onDiagnosis: (diagnosis) => said.push(diagnosis),
  });
  return {
    said,
    end: (...spans) => {
      for (const one of spans) processor.onEnding(one);
    },
    idsOf: (prefix) => said.map(({ id }) => id).filter((id) => id.startsWith(prefix)),
  };
}

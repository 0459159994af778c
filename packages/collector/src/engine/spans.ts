// Replays finished spans to the span processor, so that it diagnoses them as in an application.
import type { Diagnosis } from '@sevenstep/checklist';
import type { DiagnosisSpanProcessorOptions, ReadableSpanLike } from '@sevenstep/diagnosis-span-processor';
import { CallSpans, writeEnded } from '../../../diagnosis-span-processor/src/call-spans.ts';
import { createGuard } from '../../../diagnosis-span-processor/src/guard.ts';
import { resolveOptions } from '../../../diagnosis-span-processor/src/options.ts';
import { readSpan } from '../../../diagnosis-span-processor/src/spans/read-span.ts';
import { CallCollector, type SeenCall } from './seen-calls.ts';

type Time = readonly [seconds: number, nanoseconds: number];

/** A span from the Go program. */
export interface GivenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly scope: string;
  readonly start: Time;
  readonly end: Time;
  readonly attributes: Record<string, unknown>;
  readonly status: { readonly code: number; readonly message?: string };
  readonly events: readonly { readonly name: string; readonly attributes: Record<string, unknown> }[];
}

/** Changes to a span. */
export interface WrittenSpan {
  /** Its index in the given list. */
  readonly index: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The new status description, if it changes. */
  readonly description?: string;
}

/** A diagnosed call, for a metric. A call with several spans counts once. */
export type CountedDiagnosis = Pick<Diagnosis, 'id' | 'step' | 'severity' | 'action'>;

/** The results for some spans. */
export interface DiagnosedSpans {
  readonly spans: readonly WrittenSpan[];
  readonly diagnoses: readonly CountedDiagnosis[];
  /** Each call once, with or without a finding. */
  readonly calls: readonly SeenCall[];
}

/** Diagnoses the spans of one trace. It keeps nothing of other traces. */
export type SpanDiagnoser = (given: readonly GivenSpan[]) => DiagnosedSpans;

/**
 * `manyCalls` decides whether calls are kept for patterns.
 *
 * @throws TypeError that names the invalid option.
 */
export function spanDiagnoser(options: DiagnosisSpanProcessorOptions): SpanDiagnoser {
  const owner = 'DiagnosisSpanProcessor';
  const settings = resolveOptions(owner, { ...options, manyCalls: false }, () => 0);
  return (given) => {
    const diagnoses: CountedDiagnosis[] = [];
    const onDiagnosis = ({ id, step, severity, action }: Diagnosis): unknown =>
      diagnoses.push({ id, step, severity, action });
    const spans = given.map(readable);
    const collector = new CallCollector(spans);
    const listener = options.manyCalls === false ? undefined : collector;
    const guard = createGuard(owner);
    const calls = new CallSpans({ ...settings, onDiagnosis, listener }, guard, readOnce());
    for (const { span, isStart } of momentsOf(spans)) {
      if (isStart) guard('counting a call', () => calls.started(span));
      else guard('diagnosing a span', () => calls.ended(span, (...written) => writeEnded(span, ...written)));
    }
    // All spans have ended, so no call waits for another span.
    guard('diagnosing calls', () => calls.settle());
    return {
      spans: spans.flatMap((span, index) => writtenOn(span, given[index] as GivenSpan, index)),
      diagnoses,
      calls: collector.calls,
    };
  };
}

/** Reads each span once, because a finished span has the same attributes at its start and its end. */
function readOnce(): typeof readSpan {
  const readings = new Map<ReadableSpanLike, ReturnType<typeof readSpan>>();
  return (span) => {
    const reading = readings.get(span) ?? readSpan(span);
    readings.set(span, reading);
    return reading;
  };
}

interface ReplayedSpan extends ReadableSpanLike {
  readonly attributes: Record<string, never>;
  readonly status: { readonly code: number; readonly message?: string };
  readonly startTime: Time;
  readonly endTime: Time;
  readonly spanId: string;
}

function readable({
  traceId,
  spanId,
  parentSpanId,
  name,
  scope,
  start,
  end,
  ...span
}: GivenSpan): ReplayedSpan {
  const seconds = end[0] - start[0] + (end[1] - start[1]) / 1e9;
  return {
    spanId,
    name,
    // The processor writes to both.
    attributes: { ...span.attributes } as Record<string, never>,
    status: { ...span.status },
    events: span.events as NonNullable<ReadableSpanLike['events']>,
    startTime: start,
    endTime: end,
    duration: [Math.max(0, seconds), 0],
    instrumentationScope: { name: scope },
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    ...(parentSpanId !== undefined && { parentSpanContext: { spanId: parentSpanId } }),
  };
}

const PREFIX = 'anthropic.diagnosis.';
const ID = 'anthropic.diagnosis.id';

/** The changes to a span. A diagnosis that the span already had stays. */
function writtenOn(
  { attributes, status }: ReplayedSpan,
  given: GivenSpan,
  index: number,
): readonly WrittenSpan[] {
  if (given.attributes[ID] !== undefined || attributes[ID] === undefined) return [];
  const written = Object.entries(attributes).filter(([name]) => name.startsWith(PREFIX));
  const { message } = status;
  return [
    {
      index,
      attributes: Object.fromEntries(written),
      ...(message !== undefined && message !== given.status.message && { description: message }),
    },
  ];
}

interface Moment {
  readonly span: ReplayedSpan;
  readonly isStart: boolean;
  readonly time: Time;
  readonly order: number;
}

/** A deeper trace is a cycle. */
const MOST_DEEP = 1_000;

/** Starts and ends in order of time. At the same time, an outer span starts first and ends last. */
function momentsOf(spans: readonly ReplayedSpan[]): readonly Moment[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const depthOf = (span: ReplayedSpan): number => {
    let depth = 0;
    let around = byId.get(span.parentSpanContext?.spanId ?? '');
    for (; around !== undefined && depth < MOST_DEEP; depth++)
      around = byId.get(around.parentSpanContext?.spanId ?? '');
    return depth;
  };
  const moments = spans.flatMap((span): Moment[] => {
    const depth = depthOf(span);
    return [
      { span, isStart: true, time: span.startTime, order: depth },
      { span, isStart: false, time: span.endTime, order: 2 * MOST_DEEP - depth },
    ];
  });
  return moments.sort((a, b) => a.time[0] - b.time[0] || a.time[1] - b.time[1] || a.order - b.order);
}

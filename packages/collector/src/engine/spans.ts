// Has the span processor see spans that ended, as if they were happening: it diagnoses them as it does in an application.
import type { Diagnosis } from '@sevenstep/checklist';
import type { DiagnosisSpanProcessorOptions, ReadableSpanLike } from '@sevenstep/diagnosis-span-processor';
import { CallSpans, writeEnded } from '../../../diagnosis-span-processor/src/call-spans.ts';
import { createGuard } from '../../../diagnosis-span-processor/src/guard.ts';
import { resolveOptions } from '../../../diagnosis-span-processor/src/options.ts';
import { readSpan } from '../../../diagnosis-span-processor/src/spans/read-span.ts';
import { CallCollector, type SeenCall } from './seen-calls.ts';

type Time = readonly [seconds: number, nanoseconds: number];

/** A span, as the Go program hands it over. */
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

/** What to write on a span. */
export interface WrittenSpan {
  /** Its place in what was given. */
  readonly index: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of its status, where that changes. */
  readonly description?: string;
}

/** A call that was diagnosed, for a metric: a call of several spans is one. */
export type CountedDiagnosis = Pick<Diagnosis, 'id' | 'step' | 'severity' | 'action'>;

/** What came of some spans. */
export interface DiagnosedSpans {
  readonly spans: readonly WrittenSpan[];
  readonly diagnoses: readonly CountedDiagnosis[];
  /** Each call once, whatever was found. */
  readonly calls: readonly SeenCall[];
}

/** Diagnoses spans of one trace, by themselves: it remembers nothing of others. */
export type SpanDiagnoser = (given: readonly GivenSpan[]) => DiagnosedSpans;

/**
 * `manyCalls` is whether calls are kept for those who look for patterns.
 *
 * @throws TypeError that names the option and what is wrong with it.
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
    // None of them is open any more, so none waits for another.
    guard('diagnosing calls', () => calls.settle());
    return {
      spans: spans.flatMap((span, index) => writtenOn(span, given[index] as GivenSpan, index)),
      diagnoses,
      calls: collector.calls,
    };
  };
}

/** A span that ended has from its start on what it shows. */
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
    // The processor writes into both.
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

/** A diagnosis that the span came with stays as it is. */
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

/** A deeper trace goes round in circles. */
const MOST_DEEP = 1_000;

/** Starts and ends in their order. Of those at one time the outer starts first and ends last. */
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

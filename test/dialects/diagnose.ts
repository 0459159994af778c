// Diagnoses a capture in two ways: the doctor reads it as a stored trace, and the span processor sees it replayed.
import { type Attributes, type Span as LiveSpan, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { Finding } from '@sevenstep/checklist';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { CallGrouper } from '../../packages/doctor/src/calls/call-grouper.ts';
import { spansOfLogs } from '../../packages/doctor/src/spans/log-calls.ts';
import { otlpAttributes, spansOfRequest } from '../../packages/doctor/src/spans/otlp.ts';
import { isRecord, type Json, listOf, type Span } from '../../packages/doctor/src/spans/span.ts';
import { ReportedCalls } from '../../packages/doctor/src/texts/reported-calls.ts';
import { errorsOfRequest } from '../../packages/doctor/src/texts/text-input.ts';
import type { Capture } from './record.ts';

/** The part of a finding that is compared with the situation. */
export type Found = Pick<Finding, 'id' | 'step' | 'specificity'>;

/** The findings in a capture. */
export interface Diagnosed {
  /** Calls of which spans tell; live only those with a finding are known. */
  readonly calls: number;
  /** A finding for each call that has one, and for each failure that only a log reports. */
  readonly found: readonly Found[];
  /** The spans that stand for the calls, where they are known. */
  readonly spans: readonly Pick<Span, 'attributes' | 'statusMessage'>[];
}

/** As `doctor diagnose` and `doctor watch` read it. */
export function diagnosedByDoctor({ resourceSpans, resourceLogs }: Capture): Diagnosed {
  const grouper = new CallGrouper();
  for (const span of [...spansOfRequest({ resourceSpans }), ...spansOfLogs({ resourceLogs })])
    grouper.add(span);
  const calls = grouper.rest().map(({ call }) => call);
  const reported = new ReportedCalls();
  for (const call of calls) reported.add(call);
  const logged = errorsOfRequest({ resourceLogs }).filter((error) => !reported.has(error));
  return {
    calls: calls.length,
    spans: calls.map(({ span }) => span),
    found: [
      ...calls.flatMap(({ finding }) => finding ?? []),
      ...logged.map(({ candidates: [first] }) => first),
    ],
  };
}

/** Attributes that an instrumentation sets only when a span ends. */
const KNOWN_AT_END = /error|exception|response|usage|token_count|output|status|stop|finish|completion/i;

/** As the span processor meets it in the application: its spans start and end in the order in which they did. */
export function diagnosedLive({ resourceSpans }: Capture): Diagnosed {
  const found: Found[] = [];
  const provider = new BasicTracerProvider({
    spanProcessors: [
      new DiagnosisSpanProcessor({
        manyCalls: false,
        describeStatus: false,
        rules: [],
        onDiagnosis: (diagnosis) => found.push(diagnosis),
      }),
    ],
  });
  const open = new Map<unknown, LiveSpan>();
  for (const { scope, span, time, isStart } of momentsOf(resourceSpans)) {
    const attributes = otlpAttributes(span.attributes) as Attributes;
    const at = new Date(time);
    if (isStart) {
      const known = Object.entries(attributes).filter(([name]) => !KNOWN_AT_END.test(name));
      const parent = open.get(span.parentSpanId);
      const options = {
        startTime: at,
        kind: Number(span.kind ?? 1) - 1,
        attributes: Object.fromEntries(known),
      };
      const tracer = provider.getTracer(String(scope.name ?? ''), scope.version as string | undefined);
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
      open.set(span.spanId, tracer.startSpan(String(span.name), options, context));
      continue;
    }
    const live = open.get(span.spanId);
    live?.setAttributes(attributes);
    for (const event of listOf(span.events))
      if (isRecord(event))
        live?.addEvent(String(event.name), otlpAttributes(event.attributes) as Attributes, at);
    if (isRecord(span.status))
      live?.setStatus({ code: Number(span.status.code ?? 0), message: span.status.message as string });
    live?.end(at);
  }
  return { calls: found.length, found, spans: [] };
}

interface Moment {
  readonly scope: Json;
  readonly span: Json;
  /** Milliseconds. */
  readonly time: number;
  readonly isStart: boolean;
}

/** Starts and ends in order of time. Spans without an end are not exported. At the same time, an outer span starts first and ends last. */
function momentsOf(resourceSpans: Capture['resourceSpans']): readonly Moment[] {
  const spans = listOf(resourceSpans).flatMap((group) =>
    listOf(isRecord(group) ? group.scopeSpans : undefined).flatMap((scoped) =>
      isRecord(scoped)
        ? listOf(scoped.spans).flatMap((span) =>
            isRecord(span) ? [{ scope: isRecord(scoped.scope) ? scoped.scope : {}, span }] : [],
          )
        : [],
    ),
  );
  const byId = new Map(spans.map(({ span }) => [span.spanId, span]));
  const depthOf = (span: Json | undefined): number =>
    span === undefined ? 0 : 1 + depthOf(byId.get(span.parentSpanId));
  const moments = spans.flatMap(({ scope, span }) => [
    { scope, span, time: Number(span.startTimeUnixNano) / 1e6, isStart: true },
    { scope, span, time: Number(span.endTimeUnixNano) / 1e6, isStart: false },
  ]);
  const order = ({ span, isStart }: Moment): number => (isStart ? depthOf(span) : 1_000_000 - depthOf(span));
  return moments.toSorted((a, b) => a.time - b.time || order(a) - order(b));
}

// Cases of many calls for the Collector: the spans of each pattern's drill and near misses, and what an application's processor wrote on them.
import Anthropic from '@anthropic-ai/sdk';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { type Drill, runDrill, startSimulator } from '@sevenstep/anthropic-simulator';
import { ordinaryLoad, patternDrills, patternNearMisses } from '@sevenstep/checklist/drills';
import type { Json } from '../../../packages/doctor/src/spans/span.ts';
import { clientOptionsFor, isCallSpan, SPAN_KINDS, startTestTelemetry } from '../../support/telemetry.ts';
import { type CollectorCase, otlpOf, type Written } from './cases.ts';

/** A gateway cannot know who else uses a limit. */
const NOT_THERE = 'limits.shared_key';

/** How the spans of a service reach a gateway: so many in a batch. */
const BATCHES = [1, 7, 10_000] as const;

const PREFIX = 'anthropic.diagnosis.';

/** Each drill, over real HTTP, in batches of several sizes. */
export async function patternCases(): Promise<CollectorCase[]> {
  const all = [
    ...Object.entries(patternDrills),
    ...Object.entries(patternNearMisses).flatMap(([id, drills]) =>
      drills.map((drill): [string, Drill] => [`not ${id}`, drill]),
    ),
    ['none', ordinaryLoad] as const,
  ];
  const simulator = await startSimulator();
  try {
    const cases: CollectorCase[] = [];
    for (const kind of SPAN_KINDS)
      for (const [name, drill] of all) {
        const telemetry = startTestTelemetry(undefined, {
          diagnosis: { severity: { [NOT_THERE]: 'off' } },
        });
        try {
          simulator.load({ faults: drill.faults ?? [] });
          await runDrill(Anthropic, drill, { baseURL: simulator.url, clientOptions: clientOptionsFor(kind) });
          await simulator.settled();
          cases.push(...casesOf(`${name} · ${drill.title} · ${kind}`, telemetry.takeSpans()));
        } finally {
          telemetry.stop();
        }
      }
    return cases;
  } finally {
    await simulator.close();
  }
}

/** Each has its own service, whose name is the title. */
const casesOf = (name: string, spans: readonly ReadableSpan[]): CollectorCase[] =>
  BATCHES.map((size) => {
    const title = `${name} · batches of ${size}`;
    const ends = endsOf(spans);
    const batches: Json[] = [];
    for (let from = 0; from < spans.length; from += size)
      batches.push(batchOf(title, spans.slice(from, from + size), ends));
    return { title, batches, expected: Object.fromEntries(spans.flatMap(writtenOn)) };
  });

/** A description of a status that the processor wrote begins with the diagnosis. */
function sentenceOf({ attributes, status }: ReadableSpan): string | undefined {
  const { [`${PREFIX}id`]: id, [`${PREFIX}summary`]: summary } = attributes;
  const start = `${id}: ${String(summary).replace(/\.$/, '')}.`;
  return status.message?.startsWith(start) ? status.message.slice(start.length).trimStart() : status.message;
}

function writtenOn(span: ReadableSpan): [string, Written][] {
  const written = Object.entries(span.attributes).filter(([name]) => name.startsWith(PREFIX));
  if (written.length === 0) return [];
  const { message } = span.status;
  return [
    [
      span.spanContext().spanId,
      {
        attributes: Object.fromEntries(written),
        ...(message !== undefined && message !== sentenceOf(span) && { description: message }),
      },
    ],
  ];
}

/**
 * The end of each span in nanoseconds. A call starts at a whole millisecond of the clock. Two calls that take less can therefore
 * end in the wrong order by their times; here the order is right.
 */
function endsOf(spans: readonly ReadableSpan[]): ReadonlyMap<ReadableSpan, string> {
  let last = 0n;
  return new Map(
    spans.map((span) => {
      const end = BigInt(nanoseconds(span.endTime));
      if (!isCallSpan(span)) return [span, String(end)];
      last = end > last ? end : last + 1_000n;
      return [span, String(last)];
    }),
  );
}

const batchOf = (
  service: string,
  spans: readonly ReadableSpan[],
  ends: ReadonlyMap<ReadableSpan, string>,
): Json => ({
  resourceSpans: [
    {
      resource: { attributes: otlpOf({ 'service.name': service }) },
      scopeSpans: spans.map((span) => ({
        scope: { name: span.instrumentationScope.name },
        spans: [
          {
            traceId: span.spanContext().traceId,
            spanId: span.spanContext().spanId,
            ...(span.parentSpanContext && { parentSpanId: span.parentSpanContext.spanId }),
            name: span.name,
            kind: span.kind + 1,
            startTimeUnixNano: nanoseconds(span.startTime),
            endTimeUnixNano: ends.get(span) ?? nanoseconds(span.endTime),
            attributes: otlpOf(
              Object.fromEntries(
                Object.entries(span.attributes).filter(([name]) => !name.startsWith(PREFIX)),
              ),
            ),
            events: span.events.map(({ name, time, attributes = {} }) => ({
              name,
              timeUnixNano: nanoseconds(time),
              attributes: otlpOf(attributes),
            })),
            status: { code: span.status.code, ...messageOf(span) },
          },
        ],
      })),
    },
  ],
});

function messageOf(span: ReadableSpan): { message?: string } {
  const message = sentenceOf(span);
  return message === undefined ? {} : { message };
}

const nanoseconds = ([seconds, rest]: readonly [number, number]): string =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(rest));

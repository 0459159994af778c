// Cases for both engines: batches of spans or log records in the form of OTLP's JSON, and what the checklist writes on them in Node.
import { createChecklist } from '@sevenstep/checklist';
import { drills, healthy, nearMissOf } from '@sevenstep/checklist/drills';
import { examples } from '../../../packages/checklist/test/examples.ts';
import { diagnoseRecord } from '../../../packages/collector/src/engine/records.ts';
import { type GivenSpan, spanDiagnoser } from '../../../packages/collector/src/engine/spans.ts';
import { otlpAttributes } from '../../../packages/doctor/src/spans/otlp.ts';
import { isRecord, type Json, listOf } from '../../../packages/doctor/src/spans/span.ts';
import { readCaptures, recordedSenders } from '../../dialects/record.ts';
import { startRunner } from '../../integration/catalogue-runs.ts';
import { readRecords } from '../../pasted/record.ts';

/** The parts that are written on a span or a record. */
export interface Written {
  readonly attributes: object;
  /** The description of the span's status. */
  readonly description?: string;
}

/** One batch that a Collector may receive. */
export interface CollectorCase {
  readonly title: string;
  readonly traces?: Json;
  readonly logs?: Json;
  /** The number of calls in the spans. */
  readonly calls?: number;
  /** Batches of spans of one service, one after the other. Then patterns are looked for, too. */
  readonly batches?: readonly Json[];
  /** By the id of the span, or the index of the record. Others stay unchanged. */
  readonly expected: Readonly<Record<string, Written>>;
}

/** Every capture of other instrumentations, spans and records of logs. */
export function captureCases(): CollectorCase[] {
  return recordedSenders().flatMap((sender) =>
    readCaptures(sender).flatMap(({ situation, resourceSpans, resourceLogs }, place) => {
      const title = `${sender} · ${situation}`;
      // All captures have the same ids of traces.
      const apart = <T>(value: T): T =>
        JSON.parse(
          JSON.stringify(value).replaceAll(/("traceId":")(\w+)"/g, (_, key: string, id: string) => {
            return `${key}${(BigInt(`0x${id}`) + (BigInt(place + 1) << 64n)).toString(16).padStart(32, '0')}"`;
          }),
        );
      return [
        ...(resourceSpans ? [traceCase(title, { resourceSpans: apart(resourceSpans) })] : []),
        ...(resourceLogs ? [logCase(title, { resourceLogs: apart(resourceLogs) })] : []),
      ];
    }),
  );
}

/** Every drill, its near miss and the healthy calls, as the instrumentation's spans show them: over real HTTP. */
export async function drillCases(): Promise<CollectorCase[]> {
  const runner = await startRunner();
  try {
    const cases: CollectorCase[] = [];
    for (const drill of [...Object.values(drills).flatMap((one) => [one, nearMissOf(one)]), ...healthy]) {
      const { attributes, durationSeconds } = await runner.run(drill);
      cases.push(attributeCase(`drill · ${drill.title}`, attributes, durationSeconds));
    }
    return cases;
  } finally {
    await runner.stop();
  }
}

/** The examples of each rule, and what looks like them. */
export const exampleCases = (): CollectorCase[] =>
  Object.entries(examples).flatMap(([id, { is, isNot }]) =>
    [...is, ...isNot.map(([attributes]) => attributes)].map((attributes, place) =>
      attributeCase(`example ${place} · ${id}`, attributes, 0.1),
    ),
  );

/** Texts that real clients have printed, each as the exception of a log record: one of so many. */
export const textCases = (oneOf: number): CollectorCase[] =>
  [...readRecords()].flatMap(([client, texts]) =>
    texts
      .filter((_, place) => place % oneOf === 0)
      .map(({ text, situation, form }) =>
        logCase(`text · ${client} · ${situation} · ${form}`, {
          resourceLogs: [
            {
              scopeLogs: [
                {
                  scope: { name: client },
                  logRecords: [
                    {
                      severityNumber: 17,
                      attributes: otlpOf({ 'exception.type': 'Error', 'exception.message': text }),
                    },
                  ],
                },
              ],
            },
          ],
        }),
      ),
  );

const ID = '00000000000000aa';

const attributeCase = (title: string, attributes: object, seconds: number): CollectorCase =>
  traceCase(title, {
    resourceSpans: [
      {
        scopeSpans: [
          {
            scope: { name: '@sevenstep/instrumentation-anthropic' },
            spans: [
              {
                traceId: '000000000000000000000000000000aa',
                spanId: ID,
                name: 'chat',
                kind: 3,
                startTimeUnixNano: '1772600767000000000',
                endTimeUnixNano: `${1_772_600_767_000_000_000n + BigInt(Math.round(seconds * 1e9))}`,
                attributes: otlpOf(attributes),
                status: 'error.type' in attributes ? { code: 2 } : {},
              },
            ],
          },
        ],
      },
    ],
  });

const diagnoseSpans = spanDiagnoser({});

function traceCase(title: string, traces: Json): CollectorCase {
  const given = spansOf(traces);
  const expected: Record<string, Written> = {};
  let calls = 0;
  for (const spans of Map.groupBy(given, ({ traceId }) => traceId).values()) {
    const inOrder = spans.toSorted((a, b) => a.end[0] - b.end[0] || a.end[1] - b.end[1]);
    const diagnosed = diagnoseSpans(inOrder);
    for (const { index, ...written } of diagnosed.spans) expected[inOrder[index]?.spanId ?? ''] = written;
    calls += diagnosed.calls.length;
  }
  return { title, traces, calls, expected };
}

const checklist = createChecklist();

const NAMES = /claude|anthropic/i;

const exceptionIn = (attributes: Json): string =>
  Object.entries(attributes)
    .filter(([name]) => name.startsWith('exception.'))
    .map(([, value]) => String(value))
    .join(' ');

function logCase(title: string, logs: Json): CollectorCase {
  const expected: Record<string, Written> = {};
  let place = -1;
  for (const { scope, record } of inside(logs.resourceLogs, 'scopeLogs', 'logRecords')) {
    const attributes = otlpAttributes(record.attributes);
    const { body } = otlpAttributes([{ key: 'body', value: record.body }]);
    place += 1;
    // By design: a fleet has exceptions of everything.
    const isOfClaude =
      record.body !== undefined && /^\{"stringValue":"claude_code\./.test(JSON.stringify(record.body));
    if (!isOfClaude && !NAMES.test(`${scope} ${exceptionIn(attributes)}`)) continue;
    const diagnosed = diagnoseRecord(checklist, undefined, {
      name: String(record.eventName ?? attributes['event.name'] ?? ''),
      scope,
      attributes,
      failed: Number(record.severityNumber) >= 17,
      ...(body !== undefined && { body }),
    });
    if (diagnosed !== undefined) expected[place] = { attributes: diagnosed.attributes };
  }
  return { title, logs, expected };
}

const spansOf = (traces: Json): GivenSpan[] =>
  inside(traces.resourceSpans, 'scopeSpans', 'spans').map(({ scope, record: span }) => ({
    traceId: String(span.traceId),
    spanId: String(span.spanId),
    ...(span.parentSpanId ? { parentSpanId: String(span.parentSpanId) } : {}),
    name: String(span.name),
    scope,
    start: timeOf(span.startTimeUnixNano),
    end: timeOf(span.endTimeUnixNano),
    attributes: otlpAttributes(span.attributes),
    status: {
      code: Number((isRecord(span.status) && span.status.code) || 0),
      ...(isRecord(span.status) && span.status.message ? { message: String(span.status.message) } : {}),
    },
    events: listOf(span.events).flatMap((event) =>
      isRecord(event) ? [{ name: String(event.name), attributes: otlpAttributes(event.attributes) }] : [],
    ),
  }));

const inside = (groups: unknown, scoped: string, items: string): { scope: string; record: Json }[] =>
  listOf(groups).flatMap((group) =>
    listOf(isRecord(group) ? group[scoped] : undefined).flatMap((one) =>
      listOf(isRecord(one) ? one[items] : undefined).flatMap((record) =>
        isRecord(record) && isRecord(one)
          ? [{ scope: isRecord(one.scope) ? String(one.scope.name ?? '') : '', record }]
          : [],
      ),
    ),
  );

function timeOf(nanoseconds: unknown): readonly [number, number] {
  const time = BigInt(String(nanoseconds ?? 0));
  return [Number(time / 1_000_000_000n), Number(time % 1_000_000_000n)];
}

export const otlpOf = (attributes: object): Json[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  );

function otlpValue(value: unknown): Json {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(otlpValue) } };
  throw new TypeError(`no attribute: ${String(value)}`);
}

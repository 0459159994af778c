// Reads one JSON value: its spans, and each event in it for the source's reader of the rest.
import { isExport, isLogs, spansOfRecord } from './record.ts';
import type { Source } from './source.ts';
import { isRecord, type Json, listOf, type Span } from './span.ts';

/** @param text the original text of the value, in one line */
export function readValue(
  value: unknown,
  { rest, onUnread }: Pick<Source, 'rest' | 'onUnread'>,
  line: number,
  text: string = JSON.stringify(value),
): readonly Span[] {
  const events = listedEvents(value);
  if (events !== undefined) return events.flatMap((event) => readValue(event, { rest, onUnread }, line));
  const spans = spansOfRecord(value);
  // An export of logs may contain both calls and texts.
  if ((spans.length > 0 && !isLogs(value)) || isExport(value)) return spans;
  if (isRecord(value) && rest?.record(value, text, line) === true) return spans;
  if (isUnreadSpan(value)) onUnread?.();
  else rest?.text(`${text}\n`, line);
  return spans;
}

/** The events of a value that is a list or the response of a log service. Each is read alone. */
export function listedEvents(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRecord) ? value : undefined;
  if (!isRecord(value)) return undefined;
  for (const [path, eventOf] of ANSWERS) {
    const list = listOf(
      path.reduce<unknown>((held, name) => (isRecord(held) ? held[name] : undefined), value),
    );
    const events = list.map((one) => (isRecord(one) ? eventOf(one) : undefined));
    if (events.length > 0 && events.every(isRecord)) return events;
  }
  return undefined;
}

/** Responses of log services: the path of the list, and the event in each element. */
const ANSWERS: ReadonlyArray<readonly [path: readonly string[], eventOf: (element: Json) => unknown]> = [
  // CloudWatch.
  [['events'], (element) => ('message' in element ? element : undefined)],
  // Elasticsearch and OpenSearch.
  [['hits', 'hits'], (element) => element._source],
  // Datadog.
  [['data'], (element) => element.attributes],
  // Google Cloud. Its command line prints only the list.
  [['entries'], (element) => ('logName' in element ? element : undefined)],
];

/** Where spans in other formats keep their ids. `undefined` means the span itself. */
const CONTEXTS = [undefined, 'context', 'spanContext', 'SpanContext'];
const TRACE_IDS = ['traceId', 'trace_id', 'traceID', 'TraceID'];
const SPAN_IDS = ['id', 'spanId', 'span_id', 'spanID', 'SpanID'];
const NAMES = ['name', 'Name'];
const TIMES = ['timestamp', 'duration', 'start_time', 'startTime', 'StartTime'];

/** Whether it is a span in an unsupported format: from Zipkin, or as the SDKs for Python and Go print it. */
export const isUnreadSpan = (value: unknown): boolean =>
  isRecord(value) &&
  has(value, NAMES) &&
  has(value, TIMES) &&
  CONTEXTS.map((name) => (name === undefined ? value : value[name])).some(
    (context) => isRecord(context) && has(context, TRACE_IDS) && has(context, SPAN_IDS),
  );

const has = (value: Json, names: readonly string[]): boolean =>
  names.some((name) => typeof value[name] === 'string' || typeof value[name] === 'number');

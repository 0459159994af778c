// Reads log records: from pino, winston and other loggers with one JSON object per line, and from OTLP.
import type { EventName } from '@sevenstep/semantic-conventions';
import { isText } from '../spans/log-calls.ts';
import { millisecondsOf, otlpAttributes } from '../spans/otlp.ts';
import { idOf, isRecord, type Json, listOf, textWithin } from '../spans/span.ts';
import { isoTime, readTime } from './time.ts';

/** The time and place of a record. */
export interface LogPlace {
  /** In ISO 8601, or as in the record. */
  readonly time?: string | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly service?: string | undefined;
}

/** One logged event of an application. */
export interface LoggedEvent extends LogPlace {
  /** The whole record in one line. */
  readonly text: string;
}

/** The records in the JSON value of one line; `undefined` if it is not a log. */
export function logRecordsOf(value: Json, line: string): readonly LoggedEvent[] | undefined {
  if (Array.isArray(value.resourceLogs)) return recordsOfRequest(value);
  const record = recordOfContainer(value) ?? recordOfLogger(value, line);
  return record && [record];
}

/** The records of one export request, or of one line of the Collector's file exporter. */
export function recordsOfRequest(request: Json): readonly LoggedEvent[] {
  return listOf(request.resourceLogs).flatMap((group) => {
    if (!isRecord(group)) return [];
    const resource = otlpAttributes(isRecord(group.resource) ? group.resource.attributes : undefined);
    const service = textWithin(resource['service.name']);
    return listOf(group.scopeLogs).flatMap((scoped) =>
      listOf(isRecord(scoped) ? scoped.logRecords : undefined).flatMap((record) => {
        if (!isRecord(record)) return [];
        return isText(record, isRecord(scoped) ? scoped.scope : undefined)
          ? recordOfOtlp(record, service)
          : NOTHING;
      }),
    );
  });
}

/** A record without content. Next to it, an error is not the whole text, so it may be from another program. */
export const NOTHING: LoggedEvent = { text: '{"level":"info"}' };

/** Our own events that report no new failure: a call continues, or earlier failed calls match a pattern. */
const NO_FAILURES: ReadonlySet<unknown> = new Set<EventName>([
  'anthropic.client.retry.wait',
  'anthropic.client.diagnosis',
]);

function recordOfOtlp(record: Json, service: string | undefined): readonly LoggedEvent[] {
  if (NO_FAILURES.has(record.eventName)) return [];
  const time = millisecondsOf(record.timeUnixNano) || millisecondsOf(record.observedTimeUnixNano);
  const said = otlpAttributes([{ key: 'body', value: record.body }, ...listOf(record.attributes)]);
  return [
    {
      // The level makes the text a log record.
      text: JSON.stringify({ level: textWithin(record.severityText) ?? '', ...said }),
      time: isoTime(time || Number.NaN),
      traceId: idOf(record.traceId),
      spanId: idOf(record.spanId),
      service,
    },
  ];
}

/** Docker wraps a line of a container's output as `{"log":"…\n","stream":"stderr","time":"…"}`. */
function recordOfContainer({ log, stream, time }: Json): LoggedEvent | undefined {
  if (typeof log !== 'string' || typeof stream !== 'string') return undefined;
  return { text: log.replace(/\r?\n$/, ''), time: readTime(time) };
}

/** Fields with the level. */
const LEVELS = ['level', 'severity', 'levelname', 'lvl', 'log.level', 'severityText', 'severity_text'];
const MESSAGES = ['msg', 'message', 'event', 'body', 'err', 'error', 'textPayload', 'jsonPayload'];
const TIMES = ['time', 'timestamp', '@timestamp', 'ts', 'date', 'datetime', 'asctime'];
const TRACE_IDS = ['trace_id', 'traceId', 'trace.id'];
const SPAN_IDS = ['span_id', 'spanId', 'span.id'];
const SERVICES = ['service', 'service.name', 'name'];

/** Reads records of pino, winston, bunyan, structlog, Google Cloud and ECS, which have a level, and a message or an error. */
function recordOfLogger(value: Json, line: string): LoggedEvent | undefined {
  const fields = new Map(Object.entries(value));
  const first = (names: readonly string[]): unknown =>
    names.map((name) => fields.get(name)).find((held) => held !== undefined && held !== null);
  if (first(LEVELS) === undefined || first(MESSAGES) === undefined) return undefined;
  return {
    text: line,
    time: readTime(first(TIMES)),
    traceId: idOf(first(TRACE_IDS)),
    spanId: idOf(first(SPAN_IDS)),
    service: textWithin(first(SERVICES)),
  };
}

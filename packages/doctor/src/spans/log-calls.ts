// Reads log records with a call in their fields as spans, so that they join the other spans of the same call.
import { createHash } from 'node:crypto';
import { readTelemetry, type TelemetryReading } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';
import { millisecondsOf, otlpAttributes } from './otlp.ts';
import { idOf, isRecord, type Json, listOf, numberOf, type Span, textWithin, times } from './span.ts';

/** The calls in one export of logs, or in one line of the Collector's file exporter. */
export function spansOfLogs(request: Json): readonly Span[] {
  const spans = listOf(request.resourceLogs).flatMap((group) => {
    if (!isRecord(group)) return [];
    const resource = otlpAttributes(isRecord(group.resource) ? group.resource.attributes : undefined);
    return listOf(group.scopeLogs).flatMap((scoped) =>
      isRecord(scoped)
        ? listOf(scoped.logRecords).flatMap((record) => spanOfLog(record, resource, scoped.scope))
        : [],
    );
  });
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return spans.map((span) => {
    // An error has the time of its last attempt. The record after it has the time of all attempts.
    const whole = byId.get(span.parentSpanId ?? '');
    return whole === undefined ? span : { ...span, start: Math.min(span.start, whole.start) };
  });
}

/** Whether a record is read as text. A record with a call in its fields, or with prompts and answers, is not. */
export function isText(record: Json, scope: unknown): boolean {
  const { name, reading } = readRecord(record, scope);
  // Among the conventions' events, only exceptions have no content.
  const isOfConventions = name.startsWith('gen_ai.') && !name.endsWith('.exception');
  return reading.dialect !== CLAUDE_CODE && !isOfConventions;
}

const CLAUDE_CODE = 'claude-code';

interface ReadRecord {
  /** The name of the record's event. */
  readonly name: string;
  readonly reading: TelemetryReading;
}

function readRecord(record: Json, scope: unknown): ReadRecord {
  const attributes = otlpAttributes(record.attributes);
  const name = textWithin(record.eventName) ?? textWithin(attributes['event.name']) ?? '';
  const reading = readTelemetry({
    attributes,
    name,
    scope: isRecord(scope) ? textWithin(scope.name) : undefined,
    body: isRecord(record.body) ? record.body.stringValue : record.body,
    // `SEVERITY_NUMBER_ERROR`.
    failed: numberOf(record.severityNumber) >= 17,
  });
  return { name, reading };
}

function spanOfLog(given: unknown, resource: Json, scope: unknown): readonly Span[] {
  if (!isRecord(given)) return [];
  const { name, reading } = readRecord(given, scope);
  if (reading.role !== 'call' || reading.dialect !== CLAUDE_CODE)
    return exceptionOf(given, reading.attributes, resource);
  const { attributes, statusMessage } = reading;
  const end = endOf(given);
  const took = numberOf(attributes.total_retry_duration_ms ?? attributes.duration_ms);
  const session = textWithin(attributes['session.id']) ?? '';
  const idFor = (event: string, sequence: number) => hash(`${session} ${sequence} ${event}`).slice(0, 16);
  const sequence = numberOf(attributes['event.sequence']);
  return [
    {
      // Records without trace ids form one trace per prompt.
      traceId:
        idOf(given.traceId) ?? hash(`${session} ${textWithin(attributes['prompt.id']) ?? ''}`).slice(0, 32),
      spanId: idFor(name, sequence),
      // The other record comes right after this one, and has the time of all attempts.
      parentSpanId: name === 'api_error' ? idFor('api_retries_exhausted', sequence + 1) : idOf(given.spanId),
      name: `claude_code.${name}`,
      service: textWithin(resource['service.name']),
      role: reading.role,
      ...times(Number.isFinite(took) ? end - took : end, end),
      attributes,
      statusMessage,
      resource,
      scope: { name: `${isRecord(scope) ? (textWithin(scope.name) ?? '') : ''} ${name}` },
    },
  ];
}

/** The logged exception of the span with the record's ids. */
function exceptionOf(record: Json, attributes: Json, resource: Json): readonly Span[] {
  const [traceId, spanId] = [idOf(record.traceId), idOf(record.spanId)];
  if (traceId === undefined || spanId === undefined || attributes['exception.type'] === undefined) return [];
  const exception = Object.fromEntries(
    Object.entries(attributes).filter(([key]) => key.startsWith('exception.')),
  );
  // Other failures are logged in the same span, such as a database error.
  if (diagnoseText(JSON.stringify({ level: 'error', ...exception })).length === 0) return [];
  return [
    {
      traceId,
      spanId,
      name: 'exception',
      service: textWithin(resource['service.name']),
      ...times(endOf(record), endOf(record)),
      attributes: {},
      exception,
      resource,
    },
  ];
}

const endOf = ({ timeUnixNano, observedTimeUnixNano }: Json): number =>
  millisecondsOf(timeUnixNano) || millisecondsOf(observedTimeUnixNano) || 0;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

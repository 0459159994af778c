// Reads the spans of one parsed JSON value, in any known format.
import { spansOfTrace } from './jaeger.ts';
import { spansOfLogs } from './log-calls.ts';
import { spanOfOtlp, spansOfRequest } from './otlp.ts';
import { isRecord, type Json, listOf, type Span } from './span.ts';

/** The formats, by the field that identifies them. */
const FORMATS: ReadonlyArray<readonly [field: string, spans: (record: Json) => readonly Span[]]> = [
  ['resourceSpans', spansOfRequest],
  ['resourceLogs', spansOfLogs],
  ['result', ({ result }) => spansOfRecord(result)],
  ['data', ({ data }) => listOf(data).flatMap((one) => spansOfRecord(one))],
  ['spans', spansOfTrace],
  // Tempo.
  ['batches', ({ batches }) => spansOfRequest({ resourceSpans: batches })],
  ['trace', ({ trace }) => spansOfRecord(trace)],
  ['spanId', (span) => (isLog(span) ? [] : spanOfOtlp(span, span))],
];

const LOG_FIELDS = ['level', 'severity', 'severityText', 'severityNumber', 'body', 'msg', 'message'] as const;

/** Log records have the ids of the span in which they were written. */
const isLog = (record: Json): boolean =>
  !('startTimeUnixNano' in record) && LOG_FIELDS.some((field) => field in record);

/** Whether it is an export of spans, perhaps an empty one, or of metrics, which only count calls. */
export const isExport = (value: unknown): boolean =>
  isRecord(value) &&
  ('resourceSpans' in value ||
    'resourceMetrics' in value ||
    [value.result, value.trace].some(isExport) ||
    listOf(value.batches).some((group) => isRecord(group) && 'scopeSpans' in group));

/** Whether it is an export of logs. */
export const isLogs = (value: unknown): boolean => isRecord(value) && 'resourceLogs' in value;

/** @returns an empty list for an unknown format */
export function spansOfRecord(value: unknown): readonly Span[] {
  if (Array.isArray(value)) return value.flatMap(spansOfRecord);
  if (!isRecord(value)) return [];
  return FORMATS.find(([field]) => field in value)?.[1](value) ?? [];
}

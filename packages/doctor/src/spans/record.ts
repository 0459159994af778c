// The spans of one parsed JSON value, whichever of the known formats it has.
import { spansOfTrace } from './jaeger.ts';
import { spansOfLogs } from './log-calls.ts';
import { spanOfOtlp, spansOfRequest } from './otlp.ts';
import { isRecord, type Json, listOf, type Span } from './span.ts';

/** Formats by the field that tells them. */
const FORMATS: ReadonlyArray<readonly [field: string, spans: (record: Json) => readonly Span[]]> = [
  ['resourceSpans', spansOfRequest],
  ['resourceLogs', spansOfLogs],
  ['result', ({ result }) => spansOfRecord(result)],
  ['data', ({ data }) => listOf(data).flatMap((one) => spansOfRecord(one))],
  ['spans', spansOfTrace],
  // Tempo's.
  ['batches', ({ batches }) => spansOfRequest({ resourceSpans: batches })],
  ['trace', ({ trace }) => spansOfRecord(trace)],
  ['spanId', (span) => (isLog(span) ? [] : spanOfOtlp(span, span))],
];

const LOG_FIELDS = ['level', 'severity', 'severityText', 'severityNumber', 'body', 'msg', 'message'] as const;

/** Records of logs have the ids of the span that they were written in. */
const isLog = (record: Json): boolean =>
  !('startTimeUnixNano' in record) && LOG_FIELDS.some((field) => field in record);

/** Whether it is an export of spans, which may have none, or of metrics, which count calls and name none. */
export const isExport = (value: unknown): boolean =>
  isRecord(value) &&
  ('resourceSpans' in value ||
    'resourceMetrics' in value ||
    [value.result, value.trace].some(isExport) ||
    listOf(value.batches).some((group) => isRecord(group) && 'scopeSpans' in group));

/** Whether it is an export of logs. */
export const isLogs = (value: unknown): boolean => isRecord(value) && 'resourceLogs' in value;

/** @returns an empty list for what has no known format */
export function spansOfRecord(value: unknown): readonly Span[] {
  if (Array.isArray(value)) return value.flatMap(spansOfRecord);
  if (!isRecord(value)) return [];
  return FORMATS.find(([field]) => field in value)?.[1](value) ?? [];
}

// The spans of one parsed JSON value, whichever of the known formats it has.
import { spansOfTrace } from './jaeger.ts';
import { spanOfOtlp, spansOfRequest } from './otlp.ts';
import { isRecord, type Json, listOf, type Span } from './span.ts';

/** Formats by the field that tells them. */
const FORMATS: ReadonlyArray<readonly [field: string, spans: (record: Json) => readonly Span[]]> = [
  ['resourceSpans', spansOfRequest],
  ['result', ({ result }) => spansOfRecord(result)],
  ['data', ({ data }) => listOf(data).flatMap((one) => spansOfRecord(one))],
  ['spans', spansOfTrace],
  ['spanId', (span) => spanOfOtlp(span, span)],
];

/** @returns an empty list for what has no known format */
export function spansOfRecord(value: unknown): readonly Span[] {
  if (Array.isArray(value)) return value.flatMap(spansOfRecord);
  if (!isRecord(value)) return [];
  return FORMATS.find(([field]) => field in value)?.[1](value) ?? [];
}

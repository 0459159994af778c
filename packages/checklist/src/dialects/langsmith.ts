// LangSmith's export of runs as spans (`langsmith` 0.15.1 for Python, `_internal/otel/_otel_exporter.py`, and 0.12.0 for
// JavaScript, `experimental/otel/translator`), for LangChain, LangGraph and functions in `traceable`.
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect, Role, TelemetryRecord } from './dialect.ts';

// The type of the run. A chain's span repeats the exception of the call inside.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['llm', 'call'],
  ['tool', 'tool'],
]);

export const langsmith: Dialect = {
  id: 'langsmith',
  title: 'LangSmith',
  speaks: ({ attributes }) => attributes['langsmith.span.kind'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['langsmith.span.kind']),
  names: OLDER_NAMES,
  facts: (record) => (messageOf(record) === undefined ? {} : { 'error.type': '_OTHER' }),
  message: messageOf,
};

/**
 * The exception's `repr()`, followed by the traceback. The span's status is useless: the exporter sets `OK` when a run begins, and
 * OpenTelemetry never changes `OK`.
 */
function messageOf({ events = [] }: TelemetryRecord): string | undefined {
  const thrown = events.findLast(({ name }) => name === 'exception')?.attributes?.['exception.message'];
  return typeof thrown === 'string' ? thrown : undefined;
}

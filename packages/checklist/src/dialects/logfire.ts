// Logfire for Python (5.4.0, `logfire/_internal/integrations/llm_providers`). A stream has two spans, for its request and its end.
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, TelemetryRecord } from './dialect.ts';

/** `llm_provider.py` writes the span of a stream's end as a log. */
const isStreamEnd = ({ attributes }: TelemetryRecord): boolean => attributes['logfire.span_type'] === 'log';

/** The span of a stream's request. The other span has the result. */
const isStreamStart = ({ attributes, failed }: TelemetryRecord): boolean =>
  failed !== true && attributes['gen_ai.response.id'] === undefined && attributes['error.type'] === undefined;

export const logfire: Dialect = {
  id: 'logfire',
  title: 'Logfire',
  speaks: ({ attributes }) => attributes['logfire.span_type'] !== undefined,
  roleOf: (record) => (!isStreamEnd(record) && isStreamStart(record) ? undefined : roleOfOperation(record)),
  names: OLDER_NAMES,
  facts: (record) => (isStreamEnd(record) ? { 'gen_ai.request.stream': true } : {}),
};

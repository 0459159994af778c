// Traceloop's OpenLLMetry (`packages/opentelemetry-semantic-conventions-ai`): the GenAI conventions with its own names.
import { readNumber } from '../spans/read-attributes.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, Role, TelemetryRecord } from './dialect.ts';

// `traceloop.span.kind` of the application's named workflows.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['workflow', 'agent'],
  ['task', 'agent'],
  ['agent', 'agent'],
  ['tool', 'tool'],
]);

const PYTHON = 'opentelemetry.instrumentation.anthropic';

/**
 * A success without a message, in Python (0.53 and 0.62, `_set_token_usage` and `streaming.py`): all its tokens
 * are 0. The span of a stream ends only when the stream is read to its end.
 */
function withoutMessage({ attributes, scope, failed }: TelemetryRecord): FactAttributes {
  const isNone = scope === PYTHON && failed !== true && attributes['gen_ai.response.id'] === undefined;
  if (!isNone || attributes['error.type'] !== undefined) return {};
  if (attributes['gen_ai.is_streaming'] === true || attributes['llm.is_streaming'] === true)
    return {
      'error.type': 'stream_incomplete',
      'anthropic.stream.outcome': 'incomplete',
      'anthropic.stream.events': 0,
    };
  return readNumber(attributes, 'gen_ai.usage.input_tokens') === 0
    ? { 'error.type': 'malformed_response' }
    : {};
}

export const traceloop: Dialect = {
  id: 'traceloop',
  title: 'Traceloop',
  speaks: ({ attributes, scope }) =>
    attributes['llm.request.type'] !== undefined ||
    attributes['traceloop.span.kind'] !== undefined ||
    scope?.startsWith('@traceloop/') === true ||
    scope === PYTHON,
  roleOf: (record) => ROLES.get(record.attributes['traceloop.span.kind']) ?? roleOfOperation(record),
  names: [
    // 0.54 replaced `gen_ai.completion.…`, and 0.50 the other one.
    ['gen_ai.is_streaming', 'gen_ai.request.stream'],
    ['llm.is_streaming', 'gen_ai.request.stream'],
    ['gen_ai.completion.0.finish_reason', 'gen_ai.response.finish_reasons'],
    ...OLDER_NAMES,
  ],
  facts: withoutMessage,
};

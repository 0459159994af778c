// Traceloop's OpenLLMetry (`packages/opentelemetry-semantic-conventions-ai`): the GenAI conventions with names of its own.
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, Role } from './dialect.ts';

// `traceloop.span.kind` of workflows that the application names.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['workflow', 'agent'],
  ['task', 'agent'],
  ['agent', 'agent'],
  ['tool', 'tool'],
]);

export const traceloop: Dialect = {
  id: 'traceloop',
  title: 'Traceloop',
  speaks: ({ attributes, scope }) =>
    attributes['llm.request.type'] !== undefined ||
    attributes['traceloop.span.kind'] !== undefined ||
    scope?.startsWith('@traceloop/') === true ||
    scope === 'opentelemetry.instrumentation.anthropic',
  roleOf: (record) => ROLES.get(record.attributes['traceloop.span.kind']) ?? roleOfOperation(record),
  names: [
    // `gen_ai.completion.…` was replaced in 0.54, the other in 0.50.
    ['gen_ai.is_streaming', 'gen_ai.request.stream'],
    ['llm.is_streaming', 'gen_ai.request.stream'],
    ['gen_ai.completion.0.finish_reason', 'gen_ai.response.finish_reasons'],
    ...OLDER_NAMES,
  ],
};

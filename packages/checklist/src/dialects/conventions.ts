// The GenAI conventions as such, from any instrumentation and any release.
import type { Name } from '../spans/read-attributes.ts';
import type { Dialect, Role, TelemetryRecord } from './dialect.ts';

// `gen_ai.operation.name` (semantic-conventions-genai v0.1.0). Every other operation is a call of a model.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['execute_tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['create_agent', 'agent'],
  ['invoke_workflow', 'agent'],
]);

export const roleOfOperation = ({ attributes }: TelemetryRecord): Role =>
  ROLES.get(attributes['gen_ai.operation.name']) ?? 'call';

/** Older names: from conventions 1.27 and before, and from drafts that are still in use. */
export const OLDER_NAMES: readonly (readonly [other: string, standard: Name])[] = [
  ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.input_tokens'],
  ['gen_ai.usage.completion_tokens', 'gen_ai.usage.output_tokens'],
  ['http.status_code', 'http.response.status_code'],
];

export const conventions: Dialect = {
  id: 'conventions',
  title: 'Any span by the GenAI conventions',
  speaks: ({ attributes }) =>
    attributes['gen_ai.provider.name'] !== undefined ||
    attributes['gen_ai.system'] !== undefined ||
    attributes['gen_ai.operation.name'] !== undefined,
  roleOf: roleOfOperation,
  names: OLDER_NAMES,
};

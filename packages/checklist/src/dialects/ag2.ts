// AG2's middleware (`ag2` 1.2.1, `middleware/builtin/telemetry.py`). The span of a failed call has no provider and no model if
// the application names none.
import type { Dialect, Role } from './dialect.ts';

// `ag2.span.type`. A span of type `usage` repeats the tokens of a call.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['llm', 'call'],
  ['tool', 'tool'],
  ['agent', 'agent'],
]);

export const ag2: Dialect = {
  id: 'ag2',
  title: 'AG2',
  speaks: ({ attributes }) => attributes['ag2.span.type'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['ag2.span.type']),
};

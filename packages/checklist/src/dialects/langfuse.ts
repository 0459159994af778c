// Observations of Langfuse (`@langfuse/tracing` 5.11.1, `src/constants.ts`).
import type { Dialect, Role } from './dialect.ts';

const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['generation', 'call'],
  ['tool', 'tool'],
  ['agent', 'agent'],
]);

export const langfuse: Dialect = {
  id: 'langfuse',
  title: 'Langfuse',
  // Its processor also marks spans of others, which have no type of observation.
  speaks: ({ attributes }) => attributes['langfuse.observation.type'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['langfuse.observation.type']),
  names: [['langfuse.observation.model.name', 'gen_ai.request.model']],
  facts: ({ attributes }) =>
    attributes['langfuse.observation.level'] === 'ERROR' && attributes['error.type'] === undefined
      ? { 'error.type': '_OTHER' }
      : {},
  message: ({ attributes, statusMessage }) => {
    const message = attributes['langfuse.observation.status_message'];
    return statusMessage || (typeof message === 'string' ? message : undefined);
  },
};

// Observations of Langfuse (`@langfuse/tracing` 5.11.1, `src/constants.ts`).
import type { Dialect, Role } from './dialect.ts';

const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['generation', 'call'],
  ['tool', 'tool'],
  ['agent', 'agent'],
]);

/**
 * The message of httpx. The SDK for Python (2.14.0) replaces it with `Connection error.`, except while it reads a stream. Langfuse
 * keeps the message but not its class.
 */
const IN_STREAM = /^\[Errno (?:32|104)\] /;

export const langfuse: Dialect = {
  id: 'langfuse',
  title: 'Langfuse',
  // Langfuse's processor also marks other spans, which lack the type of observation.
  speaks: ({ attributes }) => attributes['langfuse.observation.type'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['langfuse.observation.type']),
  names: [['langfuse.observation.model.name', 'gen_ai.request.model']],
  facts: ({ attributes }) => {
    if (attributes['langfuse.observation.level'] !== 'ERROR' || attributes['error.type'] !== undefined)
      return {};
    const isCut = IN_STREAM.test(String(attributes['langfuse.observation.status_message']));
    return {
      'error.type': isCut ? 'stream_interrupted' : '_OTHER',
      ...(isCut && { 'anthropic.stream.outcome': 'interrupted' }),
    };
  },
  message: ({ attributes, statusMessage }) => {
    const message = attributes['langfuse.observation.status_message'];
    return statusMessage || (typeof message === 'string' ? message : undefined);
  },
};

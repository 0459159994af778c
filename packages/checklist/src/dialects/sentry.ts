// Sentry's own spans of calls (`@sentry/node` 10.78.0, `@sentry/core` `tracing/anthropic-ai`), which follow the conventions.
import { type AttributesLike, readNumber } from '../spans/read-attributes.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect } from './dialect.ts';

/** Names of Sentry's statuses, such as `internal_error`, which Sentry writes in place of a sentence. */
const STATUS = /^[a-z_]{1,40}$/;

/** An answer that is not streamed has no stop reason. */
const isCutOff = (attributes: AttributesLike): boolean => {
  const most = readNumber(attributes, 'gen_ai.request.max_tokens');
  const written = readNumber(attributes, 'gen_ai.usage.output_tokens');
  return (
    attributes['gen_ai.response.finish_reasons'] === undefined &&
    most !== undefined &&
    written !== undefined &&
    written >= most
  );
};

export const sentry: Dialect = {
  id: 'sentry',
  title: 'Sentry',
  speaks: ({ attributes }) => String(attributes['sentry.origin'] ?? '').startsWith('auto.ai.'),
  roleOf: roleOfOperation,
  names: OLDER_NAMES,
  facts: ({ attributes }) =>
    isCutOff(attributes) ? { 'gen_ai.response.finish_reasons': ['max_tokens'] } : {},
  message: ({ statusMessage }) =>
    statusMessage !== undefined && STATUS.test(statusMessage) ? '' : undefined,
};

// The SDK's own spans (`@anthropic-ai/sdk` 1.14.0, `src/internal/tracing.ts` and `src/lib/internal/tracing`), not adopted.
import { roleOfOperation } from './conventions.ts';
import type { Dialect } from './dialect.ts';

export const sdk: Dialect = {
  id: 'sdk',
  title: 'The own spans of `@anthropic-ai/sdk`',
  speaks: ({ scope }) => scope?.startsWith('com.anthropic.sdk.') === true,
  // A work item of a self-hosted environment has no operation, and takes as long as its session.
  roleOf: (record) =>
    record.attributes['anthropic.environment.work.id'] === undefined ? roleOfOperation(record) : 'agent',
};

// Datadog's tracers over OTLP: for JavaScript (`dd-trace` 6.21.0: `packages/datadog-plugin-anthropic`,
// `opentelemetry/trace/otlp_transformer.js`), and for Python (`ddtrace/llmobs`), where the span's name has the operation.
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect } from './dialect.ts';

export const ddTrace: Dialect = {
  id: 'dd-trace',
  title: 'Datadog, as OTLP',
  speaks: ({ attributes }) =>
    attributes['operation.name'] === 'anthropic.request' ||
    (attributes['_dd.llmobs.model_provider'] === 'anthropic' && attributes['_dd.llmobs.span_kind'] === 'llm'),
  roleOf: () => 'call',
  names: [
    ['anthropic.request.model', 'gen_ai.request.model'],
    ['_dd.llmobs.model_name', 'gen_ai.request.model'],
    ...OLDER_NAMES,
  ],
  // The tracer itself writes `unknown`.
  facts: () => ({ 'gen_ai.provider.name': 'anthropic' }),
  message: ({ attributes }) => {
    const message = attributes['error.message'];
    return typeof message === 'string' ? message : undefined;
  },
};

// OpenTelemetry's instrumentation for Python (`opentelemetry-instrumentation-genai-anthropic` 1.3b0, with `opentelemetry-util-genai`).
import { conventions, OLDER_NAMES } from './conventions.ts';
import type { Dialect } from './dialect.ts';

/** Its error for a stream that the application stopped reading (`wrappers.py`). OpenTelemetry counts that as a failure. */
const ABANDONED = 'abandoned stream';

export const otelPython: Dialect = {
  id: 'otel-python',
  title: "OpenTelemetry's instrumentation for Python",
  speaks: ({ scope }) => scope?.startsWith('opentelemetry.instrumentation.genai.') === true,
  roleOf: conventions.roleOf,
  names: OLDER_NAMES,
  facts: ({ statusMessage }) =>
    statusMessage === ABANDONED ? { 'anthropic.stream.outcome': 'abandoned' } : {},
};

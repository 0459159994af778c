// Package versions that several JavaScript senders share.

/** The imports of `programs/node/otlp.mjs`: the last versions of OpenTelemetry 2.x. */
export const OPENTELEMETRY = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
  '@opentelemetry/sdk-trace-base': '2.12.1',
} as const;

/** Before 0.134, from which on the SDK makes spans itself, and before 1.0, which several instrumentations do not know. */
export const OLDER_SDK = { '@anthropic-ai/sdk': '0.133.0' } as const;

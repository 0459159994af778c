// What the README's set-ups install.

export const SDK = { '@anthropic-ai/sdk': '1.14.0' } as const;

/** For `telemetry.mjs`, which module hooks go with. */
export const NODE_SDK = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
  '@opentelemetry/sdk-node': '0.223.0',
  '@opentelemetry/sdk-trace-base': '2.12.0',
} as const;

/** Where the instrumentation is given the SDK by hand. */
export const BY_HAND = {
  '@anthropic-ai/sdk': '1.14.0',
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
  '@opentelemetry/sdk-trace-node': '2.12.0',
} as const;

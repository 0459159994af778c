// The packages that the README's set-ups install.
import { SDK } from './versions.ts';

export { SDK };

/** For `telemetry.mjs`, which needs module hooks. */
export const NODE_SDK: Readonly<Record<string, string>> = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
  '@opentelemetry/sdk-node': '0.223.0',
  '@opentelemetry/sdk-trace-base': '2.12.0',
};

/** Where the instrumentation is given the SDK by hand. */
export const BY_HAND: Readonly<Record<string, string>> = {
  ...SDK,
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
  '@opentelemetry/sdk-trace-node': '2.12.0',
};

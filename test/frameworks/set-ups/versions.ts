// Versions that more than one row installs.
import { sharedVersion } from '../../support/packages.ts';
import { CALLS } from '../set-up.ts';

export const SDK: Readonly<Record<string, string>> = {
  '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk'),
};

/** For `@sevenstep/register`, which starts the SDK. */
export const ZERO_CODE: Readonly<Record<string, string>> = {
  ...SDK,
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/sdk-node': '0.223.0',
};

/** The last of OpenTelemetry 2.x, for Node.js 20, too. */
export const OTEL_2 = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
  '@opentelemetry/sdk-node': '0.223.0',
} as const;

/** OpenTelemetry 3.x, for Node.js 22.15 and newer. `@opentelemetry/core` is a peer of its instrumentations. */
export const OTEL_3 = {
  '@opentelemetry/api': '1.10.0',
  '@opentelemetry/core': '3.1.0',
  '@opentelemetry/exporter-trace-otlp-http': '0.301.0',
  '@opentelemetry/exporter-trace-otlp-proto': '0.301.0',
  '@opentelemetry/sdk-node': '0.301.0',
  '@opentelemetry/sdk-trace': '3.1.0',
} as const;

/** Diagnoses of an application that makes the calls of `apps/shared` twice. */
export const TWICE: readonly (string | null)[] = [...CALLS, ...CALLS].map(({ verdict }) => verdict);

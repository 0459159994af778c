// Tells whether our copy of OpenTelemetry's API can use what an application registered.
import { trace } from '@opentelemetry/api';
import { asString, registered } from '@sevenstep/wire';

/**
 * The version of the copy through which a tracer provider was registered, if it is older than our copy. Our copy then returns
 * no provider and no context (`isCompatible` in its `semver.ts`).
 */
export function unusableApi(): string | undefined {
  const provider = registered('trace');
  return provider === undefined || provider === trace.getTracerProvider()
    ? undefined
    : asString(registered('version'));
}

// Finds what an application registered through any copy of OpenTelemetry's API, and whether our copy can use it.
import { trace } from '@opentelemetry/api';
import { asString, field } from '@sevenstep/wire';

/** The global in which every copy of the API keeps what was registered, and its version (`src/internal/global-utils.ts` of 1.x). */
const API = Symbol.for('opentelemetry.js.api.1');

/** A registered provider or logger, or the version. `logs` exists from API 1.10 on. */
export const registered = (name: 'diag' | 'logs' | 'trace' | 'version'): unknown =>
  field(Reflect.get(globalThis, API), name);

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

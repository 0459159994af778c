// The providers and the logger that an application registered, through any copy of OpenTelemetry's API, and whether this copy can use them.
import { trace } from '@opentelemetry/api';
import { asString, field } from '@sevenstep/wire';

/** Where every copy of the API keeps what was registered, and its own version (`src/internal/global-utils.ts` of `@opentelemetry/api` 1.x). */
const API = Symbol.for('opentelemetry.js.api.1');

/** From 1.10 on the provider of logs, too. */
export const registered = (name: 'diag' | 'logs' | 'trace' | 'version'): unknown =>
  field(Reflect.get(globalThis, API), name);

/**
 * The version of the copy through which a tracer provider was registered, if it is older than this copy. The API then gives
 * no provider and no context (`isCompatible` in its `semver.ts`).
 */
export function unusableApi(): string | undefined {
  const provider = registered('trace');
  return provider === undefined || provider === trace.getTracerProvider()
    ? undefined
    : asString(registered('version'));
}

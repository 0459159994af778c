// Tells whether a recording provider is registered. Without an OpenTelemetry SDK a call costs almost nothing.
import { createNoopMeter, type Meter, ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';
import type { Logger, LoggerProvider } from '@opentelemetry/api-logs';
import { field, registered } from '@sevenstep/wire';

/** The API's placeholder before a provider is registered. */
const NO_PROVIDER = new ProxyTracerProvider().getDelegate();
const NO_METER = createNoopMeter();

export const makesSpans = (provider: TracerProvider): boolean =>
  (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) !== NO_PROVIDER;

export const measures = (meter: Meter): boolean => meter !== NO_METER;

/** Whether a logger emits events; true in older versions of the API, which cannot tell. */
export const emits = (logger: Logger & { enabled?(): boolean }): boolean => logger.enabled?.() ?? true;

/** Whether a provider is the placeholder before registration. It may come from another copy of the API, so its class may differ. */
export const isProxy = (provider: LoggerProvider): boolean =>
  ['_getDelegate', 'getDelegate'].some((name) => typeof field(provider, name) === 'function');

/** The global in which every copy of the logs API keeps the provider, and its version. */
const LOGS = Symbol.for('io.opentelemetry.js.api.logs');
const LOGS_VERSION = 1;

/** The provider that was set through any copy of the logs API, or of the API itself. */
export function globalLoggerProvider(): LoggerProvider | undefined {
  const get: unknown = Reflect.get(globalThis, LOGS);
  const provider = typeof get === 'function' ? get(LOGS_VERSION) : registered('logs');
  return provider as LoggerProvider | undefined;
}

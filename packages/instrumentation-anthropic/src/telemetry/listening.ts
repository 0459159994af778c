// Whether a provider is registered that records: without an OpenTelemetry SDK a call costs next to nothing.
import { createNoopMeter, type Meter, ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';
import type { Logger, LoggerProvider } from '@opentelemetry/api-logs';
import { field } from '@sevenstep/wire';
import { registered } from '../registered-api.ts';

/** The API's placeholder before a provider is registered. */
const NO_PROVIDER = new ProxyTracerProvider().getDelegate();
const NO_METER = createNoopMeter();

export const makesSpans = (provider: TracerProvider): boolean =>
  (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) !== NO_PROVIDER;

export const measures = (meter: Meter): boolean => meter !== NO_METER;

/** An older API cannot tell. */
export const emits = (logger: Logger & { enabled?(): boolean }): boolean => logger.enabled?.() ?? true;

/** Whether a provider stands for one that is yet to be registered. It may be of another copy of the API, and of another class. */
export const isProxy = (provider: LoggerProvider): boolean =>
  ['_getDelegate', 'getDelegate'].some((name) => typeof field(provider, name) === 'function');

/** Where every copy of the logs API looks for the provider that was set, and in which version of it. */
const LOGS = Symbol.for('io.opentelemetry.js.api.logs');
const LOGS_VERSION = 1;

/** The provider that was set, through whichever copy of the logs API, or of the API itself. */
export function globalLoggerProvider(): LoggerProvider | undefined {
  const get: unknown = Reflect.get(globalThis, LOGS);
  const provider = typeof get === 'function' ? get(LOGS_VERSION) : registered('logs');
  return provider as LoggerProvider | undefined;
}

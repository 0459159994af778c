// Whether anybody takes what would be recorded: an application without an OpenTelemetry SDK pays for next to nothing.
import { createNoopMeter, type Meter, ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';
import type { Logger } from '@opentelemetry/api-logs';

/** What the API has in place of a provider that nobody has registered. */
const NO_PROVIDER = new ProxyTracerProvider().getDelegate();
const NO_METER = createNoopMeter();

export const makesSpans = (provider: TracerProvider): boolean =>
  (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) !== NO_PROVIDER;

export const measures = (meter: Meter): boolean => meter !== NO_METER;

/** An older API cannot tell. */
export const emits = (logger: Logger & { enabled?(): boolean }): boolean => logger.enabled?.() ?? true;

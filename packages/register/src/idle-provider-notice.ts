// Tells the user what to do if another set-up has registered a tracer provider that exports nothing.
import { type TracerProvider, trace } from '@opentelemetry/api';
import { sayOnce } from './say.ts';

/** The fields of a `BasicTracerProvider` of `@opentelemetry/sdk-trace-base` 2.x, and of a `TracerProvider` of `@opentelemetry/sdk-trace` 3.x. */
interface Provider {
  readonly _activeSpanProcessor?: { readonly _spanProcessors?: readonly object[] };
}

/**
 * Instana registers a provider without a processor. `@instana/core` reads only the spans of a few instrumentations, when they
 * start (`src/tracing/opentelemetry-instrumentations/wrap.js` of 5.5.0).
 */
export function noticeIdleProvider(): void {
  // `instanceof` would fail for a proxy from another copy of the API.
  const proxy: TracerProvider & { getDelegate?(): object } = trace.getTracerProvider();
  const provider: Provider | undefined = proxy.getDelegate?.();
  if (provider?._activeSpanProcessor?._spanProcessors?.length !== 0) return;
  sayOnce(
    'the OpenTelemetry SDK that is already registered has no span processor, so the spans of calls are not exported. Add ' +
      'one, or keep that SDK from starting: Instana has INSTANA_DISABLE_USE_OPENTELEMETRY=true for this.',
  );
}

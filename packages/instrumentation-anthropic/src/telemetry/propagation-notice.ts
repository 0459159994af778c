// Tells the user once that the SDK and an HTTP instrumentation both put a `traceparent` on each request.
import { diag } from '@opentelemetry/api';
import { builtinModule } from '../runtime.ts';
import type { SdkClient, SdkRequestInit } from '../sdk-objects.ts';

/** Where undici announces its requests; an HTTP instrumentation for `fetch` listens there. */
const UNDICI_REQUESTS = 'undici:request:create';

let told = false;

/** @param init the request of an attempt whose call has adopted the SDK's span. */
export function noticeDoublePropagation(client: SdkClient, init: SdkRequestInit): void {
  if (told || client.openTelemetry?.propagation === false) return;
  if (!(init.headers instanceof Headers && init.headers.has('traceparent')) || !someoneTracesFetch()) return;
  told = true;
  diag.warn(
    '@sevenstep/instrumentation-anthropic: the SDK and an HTTP instrumentation both propagate the trace context, so ' +
      'requests carry two values of traceparent. Switch one off: new Anthropic({ openTelemetry: { propagation: false } })',
  );
}

function someoneTracesFetch(): boolean {
  const channels = builtinModule('node:diagnostics_channel');
  return channels?.hasSubscribers(UNDICI_REQUESTS) ?? false;
}

// Tells the user once that the SDK and an HTTP instrumentation both put a `traceparent` on each request.
import { diag } from '@opentelemetry/api';
import { field } from '@sevenstep/wire';
import { builtinModule, OWN_SUBSCRIBER, UNDICI_REQUESTS } from '../runtime.ts';
import type { SdkClient, SdkRequestInit } from '../sdk-objects.ts';

let told = false;

/** @param init the request of an attempt of a call that uses the SDK's span. */
export function noticeDoublePropagation(client: SdkClient, init: SdkRequestInit): void {
  if (told || client.openTelemetry?.propagation === false) return;
  if (!(init.headers instanceof Headers && init.headers.has('traceparent')) || !someoneTracesFetch()) return;
  told = true;
  diag.warn(
    '@sevenstep/instrumentation-anthropic: the SDK and an HTTP instrumentation both propagate the trace context, so ' +
      'requests carry two values of traceparent. Switch one off: new Anthropic({ openTelemetry: { propagation: false } })',
  );
}

/** Whether an HTTP instrumentation for `fetch` listens. `hasSubscribers` would also count our own listener. */
function someoneTracesFetch(): boolean {
  const channel = builtinModule('node:diagnostics_channel')?.channel(UNDICI_REQUESTS);
  // Undocumented (`lib/diagnostics_channel.js` of Node.js 20 to 26).
  const subscribers = field(channel, '_subscribers');
  return Array.isArray(subscribers) && subscribers.some((one) => !(OWN_SUBSCRIBER in Object(one)));
}

// Fault injection for an unpatched SDK with a middleware on the client.
import { injectFaults } from './suite/inject-faults.ts';

injectFaults({
  middleware: (instrumentation) => instrumentation.middleware({ maxRetries: 1 }),
  untouched: { 'owned, the propagator': 'the SDK propagates the context of its own spans only' },
});

// The same for an SDK that is not patched, where a middleware of the client is the way in.
import { injectFaults } from './suite/inject-faults.ts';

injectFaults({
  middleware: (instrumentation) => instrumentation.middleware({ maxRetries: 1 }),
  untouched: { 'owned, the propagator': 'the SDK propagates the context of its own spans only' },
});

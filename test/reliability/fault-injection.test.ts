// Whatever throws around an SDK that is patched, wherever it is touched: the application sees what it sees without us.
import * as sdk from '@anthropic-ai/sdk';
import { injectFaults } from './suite/inject-faults.ts';

injectFaults({
  patch: (instrumentation) => instrumentation.instrument(sdk),
  untouched: { 'owned, the propagator': 'the SDK propagates the context of its own spans only' },
});

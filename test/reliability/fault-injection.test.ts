// Objects around a patched SDK throw at every access. The application sees the same as without us.
import * as sdk from '@anthropic-ai/sdk';
import { injectFaults } from './suite/inject-faults.ts';

injectFaults({
  patch: (instrumentation) => instrumentation.instrument(sdk),
  untouched: { 'owned, the propagator': 'the SDK propagates the context of its own spans only' },
});

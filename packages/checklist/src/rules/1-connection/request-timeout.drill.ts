// A server that never answers, and a client that does not wait for ever.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const requestTimeoutDrill: Drill = {
  title: "The client's timeout runs out",
  faults: [{ connection: 'hang' }],
  call: { timeoutMs: 150, maxRetries: 0 },
};

// A TCP reset before any byte of a response.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const resetDrill: Drill = {
  title: 'The connection is reset before a response',
  faults: [{ connection: 'reset' }],
  call: { maxRetries: 0 },
};

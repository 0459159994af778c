// A reset, then an answer.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const recoveredDrill: Drill = {
  title: 'The connection is reset once, then an answer comes',
  faults: [{ when: { attempt: 1 }, connection: 'reset' }],
};

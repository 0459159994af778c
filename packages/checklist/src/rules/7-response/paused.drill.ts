// A turn to be continued.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const pausedDrill: Drill = {
  title: 'A long turn is paused',
  faults: [{ answer: { text: 'Let me look further.', stopReason: 'pause_turn' } }],
};

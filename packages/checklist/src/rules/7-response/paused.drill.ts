// A turn to be continued.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const pausedDrill: RuleDrill = {
  title: 'A long turn is paused',
  faults: [{ answer: { text: 'Let me look further.', stopReason: 'pause_turn' } }],
  nearMiss: {
    title: 'The turn is handed back for a tool of the application',
    at: 'faults.0.answer.stopReason',
    is: 'tool_use',
    verdict: undefined,
  },
};

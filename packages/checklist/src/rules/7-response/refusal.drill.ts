// An answer that is none.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const refusalDrill: RuleDrill = {
  title: 'The model refuses',
  faults: [{ answer: { text: "I can't help with that.", stopReason: 'refusal' } }],
  nearMiss: {
    title: 'The same words come with end_turn',
    at: 'faults.0.answer.stopReason',
    is: 'end_turn',
    verdict: undefined,
  },
};

// An answer that is none.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const refusalDrill: Drill = {
  title: 'The model refuses',
  faults: [{ answer: { text: "I can't help with that.", stopReason: 'refusal' } }],
};

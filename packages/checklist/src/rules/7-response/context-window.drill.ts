// The window is full.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const contextWindowDrill: RuleDrill = {
  title: 'The answer is cut off at the end of the context window',
  faults: [
    {
      answer: {
        text: 'To sum up, the first',
        stopReason: 'model_context_window_exceeded',
        usage: { input_tokens: 199990, output_tokens: 10 },
      },
    },
  ],
  nearMiss: {
    title: 'max_tokens ends the answer',
    at: 'faults.0.answer.stopReason',
    is: 'max_tokens',
    verdict: 'response.max_tokens',
  },
};

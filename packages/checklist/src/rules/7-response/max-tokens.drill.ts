// An answer without its end.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const maxTokensDrill: RuleDrill = {
  title: 'The answer is cut off at max_tokens',
  faults: [
    {
      answer: {
        text: 'Once upon a',
        stopReason: 'max_tokens',
        usage: { input_tokens: 25, output_tokens: 16 },
      },
    },
  ],
  call: { params: { max_tokens: 16 } },
  nearMiss: {
    title: 'The answer ends by itself, with as many tokens as allowed',
    at: 'faults.0.answer.stopReason',
    is: 'end_turn',
    verdict: undefined,
  },
};

// An answer without its end.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const maxTokensDrill: Drill = {
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
};

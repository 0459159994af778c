// The window is full.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const contextWindowDrill: Drill = {
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
};

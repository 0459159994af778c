// A turn that ends before it begins.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const emptyDrill: Drill = {
  title: 'The answer is empty',
  faults: [{ answer: { text: '', usage: { output_tokens: 2 } } }],
  call: { method: 'create-streamed' },
};

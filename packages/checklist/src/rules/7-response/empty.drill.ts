// A turn that ends before it begins.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const emptyDrill: RuleDrill = {
  title: 'The answer is empty',
  faults: [{ answer: { text: '', usage: { output_tokens: 2 } } }],
  call: { method: 'create-streamed' },
  nearMiss: {
    title: 'The answer has one character',
    at: 'faults.0.answer.text',
    is: '4',
    verdict: undefined,
  },
};

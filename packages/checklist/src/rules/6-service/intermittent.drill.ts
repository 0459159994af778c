// A request that fails, and passes unchanged.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const intermittentDrill: Drill = {
  title: 'A request fails and then passes, unchanged',
  faults: [{ when: { request: 1 }, response: { status: 529 } }],
  calls: [{ maxRetries: 0, times: 2 }],
};

export const intermittentNearMisses: readonly Drill[] = [
  {
    title: 'Another request passes',
    faults: [{ when: { request: 1 }, response: { status: 529 } }],
    calls: [{ maxRetries: 0 }, { params: { messages: [{ role: 'user', content: 'Something else' }] } }],
  },
  {
    title: 'A limit was in the way, which says when it passes',
    faults: [{ when: { request: 1 }, response: { status: 429 } }],
    calls: [{ maxRetries: 0, times: 2 }],
  },
  {
    title: 'A key was refused, then another one was taken',
    calls: [{ apiKey: 'sk-of-another-vendor' }, {}],
  },
  {
    title: 'It never passes',
    faults: [{ response: { status: 529 } }],
    calls: [{ maxRetries: 0, times: 5 }],
  },
];

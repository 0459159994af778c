// Retries that outnumber the calls.
import type { Drill, DrillCalls } from '@sevenstep/anthropic-simulator';

const overloaded = { response: { status: 529, headers: { 'retry-after-ms': '5' } } };

/** Each differs: one that is sent again sooner than `retry-after-ms` asks counts as a retry, too. */
const requests = (count: number): DrillCalls[] =>
  Array.from({ length: count }, (_, index) => ({
    maxRetries: 2,
    params: { messages: [{ role: 'user', content: `Question ${index}` }] },
  }));

export const retryStormDrill: Drill = {
  title: 'Every call is retried to the end',
  faults: [overloaded],
  calls: requests(5),
};

export const retryStormNearMisses: readonly Drill[] = [
  { title: 'Two retries less', faults: [overloaded], calls: requests(4) },
  {
    title: 'As many retries as calls',
    faults: [{ ...overloaded, when: { attempt: 1 } }],
    calls: [{ times: 12 }],
  },
  {
    title: 'The same request at the same time, each told to wait',
    faults: [{ delayMs: 20, response: { status: 429, headers: { 'retry-after': '30' } } }],
    calls: [{ maxRetries: 0, times: 15, atOnce: 15 }],
  },
];

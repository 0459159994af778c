// A job that starts all of its calls at once.
import type { Drill } from '@sevenstep/anthropic-simulator';

const limited = {
  response: {
    error: { type: 'rate_limit_error', message: 'Number of requests has exceeded your rate limit' },
  },
};

export const burstDrill: Drill = {
  title: 'A job starts all of its calls at once',
  faults: [limited],
  // More than the threshold asks for: a slow machine may start them over some seconds.
  calls: [{ maxRetries: 0, times: 40, atOnce: 40 }],
};

export const burstNearMisses: readonly Drill[] = [
  { title: 'One call less', faults: [limited], calls: [{ maxRetries: 0, times: 9, atOnce: 9 }] },
  { title: 'As many calls at once, and no 429', calls: [{ times: 20, atOnce: 20 }] },
  {
    title: 'As many calls at once, with failures of another kind',
    faults: [{ response: { status: 529 } }],
    calls: [{ maxRetries: 0, times: 20, atOnce: 20 }],
  },
];

// Many calls at the same second, then a 429.
import { count, plural } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const burst: Pattern = {
  id: 'limits.burst',
  severity: 'warning',
  action: 'slow_down',
  retryable: true,
  summary: (tally) =>
    `${plural(tally.count, 'call')} started within 1 s, and ${count(tally.of)} of them met a 429`,
  cause:
    'Limits per minute are enforced over shorter times, too: a burst fails while the minute as a whole has room.',
  fix: 'Cap the calls in flight with a queue, and spread jobs that start on the clock by some random seconds.',
  evidence: (tally) => [`${count(tally.count)} starts within 1 s`, `${count(tally.of)} with status 429`],
  confirm: 'Count the start times of calls by second: one second stands out.',
  sample: 'queue',
  sources: ['G0', 'G3', 'https://platform.claude.com/docs/en/api/rate-limits'],
};

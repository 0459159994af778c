// Many calls at the same second, then a 429.
import { count, plural } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const burst: Pattern = {
  id: 'limits.burst',
  severity: 'warning',
  action: 'slow_down',
  retryable: true,
  summary: (figures) =>
    `${plural(figures.count, 'call')} started within 1 s, and ${count(figures.of)} of them met a 429`,
  cause:
    'The API enforces limits per minute over shorter times, too: a burst fails while the whole minute has room.',
  fix: 'Cap the calls in flight with a queue, and delay scheduled jobs by some random seconds.',
  evidence: (figures) => [
    `${count(figures.count)} starts within 1 s`,
    `${count(figures.of)} with status 429`,
  ],
  confirm: 'Count the start times of calls by second: one second stands out.',
  fixedBy: { by: 'code', sample: 'queue', then: 'healthy' },
  sources: ['G0', 'G3', 'https://platform.claude.com/docs/en/api/rate-limits'],
};

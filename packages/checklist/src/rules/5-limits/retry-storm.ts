// More retries than calls.
import { duration, plural } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const retryStorm: Pattern = {
  id: 'limits.retry_storm',
  severity: 'warning',
  action: 'slow_down',
  retryable: true,
  summary: (tally) =>
    `${plural(tally.count, 'retry', 'retries')} on ${plural(tally.of, 'call')} within ${duration(tally.seconds)}`,
  cause:
    'The retries themselves have become the load. Often one retry loop runs around another, or a loop does not wait as long as `retry-after` asks.',
  fix: 'Leave retrying to one layer: the `maxRetries` of the client, with its growing pauses; remove the loop around it.',
  evidence: (tally) => [
    plural(tally.count, 'retry', 'retries'),
    plural(tally.of, 'call'),
    `in ${duration(tally.seconds)}`,
    ...(tally.what === '' ? [] : [tally.what]),
  ],
  confirm: 'Add up `http.request.resend_count` over a minute and compare with the number of calls.',
  sample: 'backoff',
  sources: ['G0', 'G3'],
};

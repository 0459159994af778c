// More retries than calls.
import { duration, plural } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const retryStorm: Pattern = {
  id: 'limits.retry_storm',
  severity: 'warning',
  action: 'slow_down',
  retryable: true,
  summary: (figures) =>
    `${plural(figures.count, 'retry', 'retries')} on ${plural(figures.of, 'call')} within ${duration(figures.seconds)}`,
  cause:
    'The retries themselves have become the load. Often one retry loop runs around another, or a loop does not wait as long as `retry-after` asks.',
  fix: 'Leave retrying to one layer: the `maxRetries` of the client, with its growing pauses; remove the loop around it.',
  evidence: (figures) => [
    plural(figures.count, 'retry', 'retries'),
    plural(figures.of, 'call'),
    `in ${duration(figures.seconds)}`,
    ...(figures.what === '' ? [] : [figures.what]),
  ],
  confirm: 'Add up `http.request.resend_count` over a minute and compare with the number of calls.',
  fixedBy: { by: 'code', sample: 'breaker', then: 'service.overloaded' },
  sources: ['G0', 'G3'],
};

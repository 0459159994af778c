// The same request fails and passes.
import { clip, plural } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const intermittent: Pattern = {
  id: 'service.intermittent',
  severity: 'info',
  action: 'wait_and_retry',
  retryable: true,
  summary: (tally) =>
    `The same request failed ${plural(tally.count, 'time')} and passed ${plural(tally.of, 'time')}`,
  cause: 'The request itself is good: what failed was the service or the way to it, for a time.',
  fix: 'Retry with a growing pause; look for the cause at the service and on the network, and leave the request as it is.',
  evidence: (tally) => [
    `failed ${plural(tally.count, 'time')}`,
    `passed ${plural(tally.of, 'time')}`,
    clip(tally.what, 80),
  ],
  confirm: 'Group spans by `anthropic.request.fingerprint`: both outcomes are there.',
  sample: 'backoff',
  sources: ['G0'],
};

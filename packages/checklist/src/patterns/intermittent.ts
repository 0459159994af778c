// The same request fails and passes.
import { clip, plural } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const intermittent: Pattern = {
  id: 'service.intermittent',
  severity: 'info',
  action: 'wait_and_retry',
  retryable: true,
  summary: (figures) =>
    `The same request failed ${plural(figures.count, 'time')} and passed ${plural(figures.of, 'time')}`,
  cause: 'The request itself is valid: the service or the network failed for a time.',
  fix: 'Retry with a growing pause; look for the cause at the service and on the network, and leave the request as it is.',
  evidence: (figures) => [
    `failed ${plural(figures.count, 'time')}`,
    `passed ${plural(figures.of, 'time')}`,
    clip(figures.what, 80),
  ],
  confirm: 'Group spans by `anthropic.request.fingerprint`: both outcomes are there.',
  fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
  sources: ['G0'],
};

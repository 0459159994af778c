// A large share of calls fails at the service.
import { count, duration } from '../texts/format.ts';
import type { Pattern } from './pattern.ts';

export const outage: Pattern = {
  id: 'service.outage',
  severity: 'warning',
  action: 'wait_and_retry',
  retryable: true,
  summary: (figures) =>
    `${count(figures.count)} of ${count(figures.of)} calls within ${duration(figures.seconds)} failed at the service`,
  cause: 'Many calls fail, not one request. While this lasts, most retries are wasted and add to the load.',
  fix: 'Open a circuit breaker for 30 s after 3 failures, answer from a fallback meanwhile, and look at status.claude.com.',
  evidence: (figures) => [
    `${count(figures.count)} failed of ${count(figures.of)}`,
    `in ${duration(figures.seconds)}`,
  ],
  confirm: 'Look at status.claude.com, and at the share of `anthropic.diagnosis.check` `service` over time.',
  fixedBy: { by: 'code', sample: 'breaker', then: 'service.overloaded' },
  sources: ['G2', 'G4'],
};

// A large share of calls fails at the service.
import { count, duration } from '../../format.ts';
import type { Pattern } from '../../pattern.ts';

export const outage: Pattern = {
  id: 'service.outage',
  severity: 'warning',
  action: 'wait_and_retry',
  retryable: true,
  summary: (tally) =>
    `${count(tally.count)} of ${count(tally.of)} calls within ${duration(tally.seconds)} failed at the service`,
  cause: 'It is not one request or one moment. While it lasts, most retries are wasted and add to the load.',
  fix: 'Open a circuit breaker for 30 s after 3 failures, answer from a fallback meanwhile, and look at status.claude.com.',
  evidence: (tally) => [
    `${count(tally.count)} failed of ${count(tally.of)}`,
    `in ${duration(tally.seconds)}`,
  ],
  confirm: 'Look at status.claude.com, and at the share of `anthropic.diagnosis.check` `service` over time.',
  sample: 'breaker',
  sources: ['G2', 'G4'],
};

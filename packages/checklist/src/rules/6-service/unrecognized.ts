// The service failed in a way without its own rule.
import { retryAdvice } from '../../conditions/waiting.ts';
import { errorStatus } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedService: RuleCore = unrecognized('service', {
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) => `The service failed; the reason is not recognised${errorStatus(facts)}`,
  cause: ({ status }) =>
    `The ${status === undefined ? 'error' : 'status'} says that the server failed; nothing says why.`,
  fix: (facts) =>
    `${retryAdvice(facts, 'Retry with a growing pause')}; if it lasts, look at status.claude.com and contact support${facts.requestId === undefined ? '' : ` with ${clip(facts.requestId, 60)}`}.`,
});

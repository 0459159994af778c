// The application gave up by itself.
import { retryEvidence } from '../../texts/evidence.ts';
import { list, plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const aborted: RuleCore = {
  id: 'connection.aborted',
  severity: 'info',
  specificity: 3,
  action: 'none',
  retryable: false,
  summary: (facts) =>
    `The application aborted the call${facts.attempts > 1 ? ` after ${plural(facts.attempts, 'attempt')}` : ''}`,
  cause: 'Its `AbortSignal` fired, for example because a user left, or the process ended.',
  fix: 'Change nothing if that is intended; else look for what aborts the `signal` of the call or ends the process.',
  match: (facts) =>
    facts.retryOutcome === 'aborted' && facts.errorType === undefined && facts.stream.outcome === undefined
      ? list(
          'aborted',
          facts.status !== undefined && `status ${facts.status}`,
          ...(facts.retried.length > 0 ? retryEvidence(facts, facts.retried) : []),
        )
      : undefined,
};

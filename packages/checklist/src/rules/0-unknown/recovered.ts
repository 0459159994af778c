// A call that needed several attempts, where its telemetry has their number and not why they failed.
import { plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const unknownRecovered: RuleCore = {
  id: 'unknown.recovered',
  severity: 'info',
  specificity: 1,
  action: 'investigate',
  retryable: true,
  summary: (facts) =>
    `The call succeeded after ${plural(facts.attempts - 1, 'attempt')} that failed for an unknown reason`,
  cause: 'The span counts its attempts, and has no reason for the failed ones.',
  fix: "Read the error in the application's log; `@sevenstep/instrumentation-anthropic` records the reason of each attempt.",
  match: ({ failure, attempts, retried, retryOutcome }) =>
    failure === undefined && retryOutcome === undefined && retried.length === 0 && attempts > 1
      ? [plural(attempts, 'attempt')]
      : undefined,
};

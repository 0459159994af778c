// The application's own time limit passed before an answer.

import { saysAny } from '../../conditions/basic.ts';
import * as phrases from '../../phrases/index.ts';
import { connectionEvidence } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const deadline: RuleCore = {
  id: 'connection.deadline',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) =>
    `The application's own deadline passed${facts.durationSeconds === undefined ? '' : ` after ${duration(facts.durationSeconds)}`}`,
  cause:
    'A time limit of the application, such as `AbortSignal.timeout()` or a Go context, covers the whole call: every attempt, and the waits between them.',
  fix: 'Raise that limit above `timeout` times the attempts, lower `maxRetries`, or stream the answer.',
  match: (facts) =>
    facts.failure === 'connection' && saysAny(facts, phrases.deadline)
      ? [
          ...connectionEvidence(facts),
          ...list(
            facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`,
            facts.timeoutSeconds !== undefined && `timeout ${duration(facts.timeoutSeconds)}`,
          ),
        ]
      : undefined,
};

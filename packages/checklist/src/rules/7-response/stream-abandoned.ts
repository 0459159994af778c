// The application stopped reading an answer that had begun, or aborted the call.
import { streamEvidence } from '../../texts/evidence.ts';
import { list, plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const streamAbandoned: RuleCore = {
  id: 'response.stream_abandoned',
  severity: 'info',
  specificity: 3,
  action: 'none',
  retryable: false,
  summary: 'The application stopped reading the answer before its end',
  cause: 'The text that the model had written by then is billed.',
  fix: 'Change nothing if that is intended; else look for a `break`, `return`, error or `abort()`.',
  match: (facts) =>
    facts.stream.outcome === 'abandoned' || facts.stream.outcome === 'aborted'
      ? [
          ...streamEvidence(facts),
          ...list(
            facts.status !== undefined && `status ${facts.status}`,
            facts.stream.characters !== undefined && plural(facts.stream.characters, 'character'),
          ),
        ]
      : undefined,
};

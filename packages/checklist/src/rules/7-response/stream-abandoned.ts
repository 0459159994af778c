// The application stopped reading. An abort by its own signal says what it wants, and gets no finding.
import { streamEvidence } from '../../texts/evidence.ts';
import { list, plural } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const streamAbandoned: RuleCore = {
  id: 'response.stream_abandoned',
  severity: 'info',
  specificity: 3,
  action: 'none',
  retryable: false,
  summary: 'The application stopped reading the stream before its end',
  cause: 'What the model had written by then is billed. Nothing is wrong if that is meant.',
  fix: 'Leave it as it is when that is meant; else read the stream to its end, and look for a `break`, `return` or error in the loop.',
  match: (facts) =>
    facts.stream.outcome === 'abandoned'
      ? [
          ...streamEvidence(facts),
          ...list(facts.stream.characters !== undefined && plural(facts.stream.characters, 'character')),
        ]
      : undefined,
};

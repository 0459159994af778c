// The application stopped reading. An abort by its own signal says what it wants, and gets no finding.
import { streamEvidence } from '../../texts/evidence.ts';
import { list, plural } from '../../texts/format.ts';
import type { Rule } from '../rule.ts';

export const streamAbandoned: Rule = {
  id: 'response.stream_abandoned',
  severity: 'info',
  specificity: 3,
  action: 'none',
  retryable: false,
  summary: 'The application stopped reading the stream before its end',
  cause: 'What the model had written by then is billed. Nothing is wrong if that is meant.',
  fix: 'Leave it as it is when that is meant; else read the stream to its end, and look for a `break`, `return` or error in the loop.',
  confirm: 'Compare the events that were read with what the application does at that point.',
  sample: 'abort',
  match: (facts) =>
    facts.stream.outcome === 'abandoned'
      ? [
          ...streamEvidence(facts),
          ...list(facts.stream.characters !== undefined && plural(facts.stream.characters, 'character')),
        ]
      : undefined,
  sources: ['@anthropic-ai/sdk 1.12.0 src/core/streaming.ts'],
};

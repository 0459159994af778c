// The application's own time limit ended a stream.
import { streamEvidence } from '../../evidence.ts';
import { list, seconds } from '../../format.ts';
import type { Rule } from '../../rule.ts';

export const streamTimeout: Rule = {
  id: 'response.stream_timeout',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: "The application's own time limit ended the stream",
  cause: 'A signal of `AbortSignal.timeout()` fired while the answer was being written.',
  fix: 'Raise the time of the signal, or lower `max_tokens` so that the answer ends within it.',
  confirm: 'Compare how long the call took with the time of the signal.',
  sample: 'deadline',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'timeout'
      ? [
          ...streamEvidence(facts),
          ...list(facts.durationSeconds !== undefined && `took ${seconds(facts.durationSeconds)}`),
        ]
      : undefined,
  sources: ['G0', 'https://developer.mozilla.org/docs/Web/API/AbortSignal/timeout_static'],
};

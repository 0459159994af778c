// The application's own time limit ended an answer that had begun.

import { longestSilence } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

/** Beyond the threshold, or most of the call's time. */
const isStalled = (facts: Facts): boolean =>
  longestSilence(facts) > facts.thresholds.streamStalledSeconds ||
  (facts.durationSeconds !== undefined && longestSilence(facts) > facts.durationSeconds / 2);

export const streamTimeout: RuleCore = {
  id: 'response.stream_timeout',
  severity: 'error',
  specificity: 3,
  action: 'raise_timeout',
  retryable: true,
  summary: (facts) =>
    isStalled(facts)
      ? `The stream was silent for ${duration(longestSilence(facts))} until the application's own time limit ended it`
      : "The application's own time limit ended the answer",
  cause: (facts) =>
    isStalled(facts)
      ? '`AbortSignal.timeout()` fired while only `ping` events came. A proxy holds bytes back, the path broke, or the model wrote nothing.'
      : 'A signal of `AbortSignal.timeout()` fired while the answer was being written.',
  fix: (facts) =>
    isStalled(facts)
      ? 'Switch off response buffering in all proxies, and compare with a request straight to the API. A later deadline alone only waits longer.'
      : 'Raise the time of the signal, or lower `max_tokens` so that the answer ends within it.',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'timeout'
      ? [
          ...streamEvidence(facts),
          ...list(facts.durationSeconds !== undefined && `took ${duration(facts.durationSeconds)}`),
        ]
      : undefined,
};

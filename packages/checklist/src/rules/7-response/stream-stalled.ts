// A long silence between two events.

import { longestSilence } from '../../conditions/basic.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import { duration } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const streamStalled: RuleCore = {
  id: 'response.stream_stalled',
  severity: 'warning',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: (facts) => `The stream was silent for ${duration(longestSilence(facts))}`,
  cause:
    'Only `ping` events came, which the SDK does not pass on. A proxy collects bytes, the path is slow, or the model wrote nothing.',
  fix: 'Switch off response buffering in all proxies; many of them cut a connection that is silent for 30 or 60 s.',
  match: (facts) =>
    longestSilence(facts) > facts.thresholds.streamStalledSeconds
      ? [`longest gap ${duration(longestSilence(facts))}`, ...streamEvidence(facts)]
      : undefined,
};

// A stream that ends cleanly, and in which the SDK found no event.

import { isWithoutEvents } from '../../conditions/basic.ts';
import { gatewayEvidence, streamEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const streamWithoutEvents: RuleCore = {
  id: 'endpoint.stream_without_events',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: false,
  summary: 'The stream ended without one event that the SDK can read',
  cause:
    'A relay or gateway left out the `event:` lines, or closed the stream right away. The SDK skips events without that line; the API always sends it.',
  fix: 'Correct the relay: it must pass `event:` and `data:` lines on unchanged. Until then, call the API without it.',
  match: (facts) =>
    isWithoutEvents(facts) ? [...gatewayEvidence(facts), ...streamEvidence(facts)] : undefined,
};

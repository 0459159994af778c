// The API handed a long turn back.
import { list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const paused: RuleCore = {
  id: 'response.paused',
  severity: 'info',
  specificity: 3,
  action: 'none',
  retryable: false,
  summary: 'The API paused a long turn, so the answer continues in the next call',
  cause:
    'A turn with server tools reached the limit of its rounds. Nothing is wrong if the application continues it.',
  fix: 'Send the answer back unchanged, as the last assistant turn, until `stop_reason` is no longer `pause_turn`.',
  match: (facts) => (facts.stopReason === 'pause_turn' ? list('stop_reason pause_turn') : undefined),
};

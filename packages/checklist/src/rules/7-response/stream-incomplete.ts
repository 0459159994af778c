// A stream that ends well-mannered and too early.

import { isWithoutEvents } from '../../conditions/basic.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const streamIncomplete: RuleCore = {
  id: 'response.stream_incomplete',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: 'The stream ended without `message_stop`, so the answer is not whole',
  cause:
    'The API ends every stream with `message_stop`; an intermediary closed this one early. A loop over the events sees no error.',
  fix: 'Discard the partial answer and send the request again; look for a time or size limit in a proxy.',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'incomplete' && !isWithoutEvents(facts)
      ? streamEvidence(facts)
      : undefined,
};

// An event that is not JSON.
import { streamEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

export const streamMalformed: RuleCore = {
  id: 'response.stream_malformed',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: 'An event of the stream could not be parsed',
  cause: 'The API sends one JSON object in each event; something in between rewrote, split or joined them.',
  fix: 'Switch off transformation and compression of `text/event-stream` in all proxies; compare with a request straight to the API.',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'malformed' ? streamEvidence(facts) : undefined,
};

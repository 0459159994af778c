// An event that is not JSON.
import { streamEvidence } from '../../texts/evidence.ts';
import type { Rule } from '../rule.ts';

export const streamMalformed: Rule = {
  id: 'response.stream_malformed',
  severity: 'error',
  specificity: 3,
  action: 'fix_network',
  retryable: true,
  summary: 'An event of the stream could not be parsed',
  cause: 'The API sends one JSON object in each event; something on the way rewrote, split or joined them.',
  fix: 'Switch off transformation and compression of `text/event-stream` in the proxies on the way; compare with a request straight to the API.',
  confirm: 'Record the bytes that arrive, such as with curl, and compare with a request straight to the API.',
  sample: 'wholeAnswer',
  match: (facts) =>
    facts.failure === 'stream' && facts.stream.outcome === 'malformed' ? streamEvidence(facts) : undefined,
  sources: ['G4', '@anthropic-ai/sdk 1.12.0 src/core/streaming.ts'],
};

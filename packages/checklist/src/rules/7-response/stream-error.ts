// The API broke the stream off: by an internal error, its own time limit, or an error of an unknown type.
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const streamError: RuleCore = {
  id: 'response.stream_error',
  severity: 'error',
  specificity: 3,
  action: 'wait_and_retry',
  retryable: true,
  summary: (facts) =>
    `The API ended the stream with an error${facts.errorType === undefined ? '' : `: ${clip(facts.errorType, 60)}`}`,
  cause: 'An `error` event came in place of the rest. The SDK does not retry a stream that has begun.',
  fix: 'Discard the partial answer and send the request again after a pause; if it always fails, contact support with the request id.',
  match: (facts) =>
    facts.failure === 'stream' &&
    facts.stream.outcome === 'error_event' &&
    facts.errorType !== 'overloaded_error'
      ? answerEvidence(facts)
      : undefined,
};

// The request is rejected, for a reason without its own rule.
import { errorStatus } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedRequest: RuleCore = unrecognized('request', {
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    facts.failure === 'client'
      ? 'The client gave up before it had a response; the reason is not recognised'
      : `The request was rejected; the reason is not recognised${errorStatus(facts)}`,
  cause: (facts) =>
    facts.failure === 'client'
      ? 'The error was thrown on this side; nothing shows that anything was sent.'
      : facts.status === undefined
        ? 'Something in the request was not accepted.'
        : 'The API rejected something in the request, not the key or a limit.',
  fix: 'Read the sentence in the evidence and change what it names; send the request id to support if it names nothing.',
});

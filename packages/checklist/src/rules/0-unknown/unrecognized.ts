// A failure that its span tells without saying where.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedFailure: RuleCore = unrecognized('unknown', {
  action: 'investigate',
  retryable: true,
  summary: 'The call failed, and nothing says at which step',
  cause:
    'There is no HTTP status, no connection code and no API error type; the message, if any, is not recognised.',
  fix: "Read the error in the application's log; register `@sevenstep/instrumentation-anthropic`, which records status, code and sentence.",
});

// The answer came, and the call failed all the same.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedResponse: RuleCore = unrecognized('response', {
  action: 'review_output',
  retryable: true,
  summary: 'The call failed while its answer was read; the reason is not recognised',
  cause: 'An answer came. The failure came after that, on the network or in the client.',
  fix: 'Read the evidence; register the instrumentation if it is missing: it distinguishes a cut stream from one that does not parse.',
});

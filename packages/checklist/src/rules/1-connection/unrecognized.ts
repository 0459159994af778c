// No response, for a reason without its own rule.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedConnection: RuleCore = unrecognized('connection', {
  action: 'fix_network',
  retryable: true,
  summary: 'No response was recorded; the reason is not recognised',
  cause: 'There is no HTTP status, so nothing shows that a server answered.',
  fix: 'Read the evidence; test the base URL from this machine, with and without its proxy.',
});

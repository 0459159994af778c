// Rejected with 401 or 403, for a reason without its own rule.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedIdentity: RuleCore = unrecognized('identity', {
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    `The credentials were rejected, for a reason that is not recognised${facts.status === undefined ? '' : `: status ${facts.status}`}`,
  cause: 'The key, the account or the permission was rejected; the answer does not say which.',
  fix: 'Read the evidence; check key, workspace and billing in the Claude Console, then what is between here and the API.',
});

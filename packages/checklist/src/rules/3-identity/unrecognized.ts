// Rejected with 401 or 403, for a reason without its own rule.
import { errorStatus } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedIdentity: RuleCore = unrecognized('identity', {
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) => `The credentials were rejected; the reason is not recognised${errorStatus(facts)}`,
  cause: 'The key, the account or the permission was rejected; the answer does not say which.',
  fix: 'Read the evidence; check credentials, permissions and billing of the account, then proxies and gateways.',
});

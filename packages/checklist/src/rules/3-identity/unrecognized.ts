// Not let in, for a reason nobody wrote down yet.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedIdentity: RuleCore = unrecognized('identity', {
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    `The request was not let in, for a reason that is not recognised${facts.status === undefined ? '' : `: status ${facts.status}`}`,
  cause: 'Key, account or permission was refused; nothing says which of them.',
  fix: 'Read the evidence; check key, workspace and billing in the Claude Console, then what stands between here and the API.',
});

// An access token in place of a key, past its time.

import { answered, isApiAnswer, saysAny } from '../../conditions/basic.ts';
import { cloudCodedAs } from '../../conditions/cloud-codes.ts';
import { credentialsFault, credentialsVendor, type Vendor } from '../../conditions/credentials.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// 401 when it expired, 403 when it was revoked.
const isEnded = (facts: Facts): boolean =>
  (answered(facts, 401, 'authentication_error') || answered(facts, 403, 'permission_error')) &&
  saysAny(facts, phrases.tokenExpired);

const isExpired = (facts: Facts): boolean =>
  cloudCodedAs(facts, 'identity.token_expired') ||
  isEnded(facts) ||
  // AWS answers 403 or 400.
  (isApiAnswer(facts) && saysAny(facts, phrases.bedrockToken));

const RENEW: Readonly<Record<Vendor, string>> = {
  aws: 'Run `aws sso login` or `aws login` with the profile of this process; a process that runs for long needs a role, whose credentials are renewed.',
  google:
    'Run `gcloud auth application-default login`; a process that runs for long needs a service account, whose tokens are renewed.',
  azure:
    'Run `az login`; a process that runs for long needs a managed identity or service principal, whose tokens are renewed.',
  anthropic:
    'Refresh the token and pass the new one as `authToken`, or let the client fetch tokens through `credentials`.',
};

const renew = (facts: Facts): string => RENEW[credentialsVendor(facts) ?? 'anthropic'];

const isSignedOut = (facts: Facts): boolean => credentialsFault(facts) === 'signed_out';

export const tokenExpired: RuleCore = {
  id: 'identity.token_expired',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    isSignedOut(facts) ? 'The sign-in has expired' : 'The access token has expired or was revoked',
  cause: (facts) =>
    isSignedOut(facts)
      ? 'The session that fetches tokens has expired or was revoked, so nothing was sent.'
      : 'The call used a short-lived token, not a key. The token was not renewed in time, or the user signed out.',
  fix: renew,
  match: (facts) => (isExpired(facts) || isSignedOut(facts) ? answerEvidence(facts) : undefined),
};

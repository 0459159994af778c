// Step 3: are key, account and permission accepted?
import type { RuleCore } from '../rule.ts';
import { billing } from './billing.ts';
import { browserAccess } from './browser-access.ts';
import { cloudCredentials } from './cloud-credentials.ts';
import { cloudPermission } from './cloud-permission.ts';
import { credentialScope } from './credential-scope.ts';
import { credentialsUnavailable } from './credentials-unavailable.ts';
import { encryptionKey } from './encryption-key.ts';
import { headerStripped } from './header-stripped.ts';
import { humanReview } from './human-review.ts';
import { keyCharacters } from './key-characters.ts';
import { keyCreatorLeft } from './key-creator-left.ts';
import { keyInvalid } from './key-invalid.ts';
import { keyPlaceholder } from './key-placeholder.ts';
import { keyWhitespace } from './key-whitespace.ts';
import { keyWrongProvider } from './key-wrong-provider.ts';
import { linkedBilling } from './linked-billing.ts';
import { missingCredentials } from './missing-credentials.ts';
import { organizationDisabled } from './organization-disabled.ts';
import { permission } from './permission.ts';
import { retried } from './retried.ts';
import { tokenExpired } from './token-expired.ts';
import { unrecognizedIdentity } from './unrecognized.ts';
import { userProfile } from './user-profile.ts';

export const identityRules: readonly RuleCore[] = [
  missingCredentials,
  headerStripped,
  keyWhitespace,
  keyWrongProvider,
  keyPlaceholder,
  tokenExpired,
  keyInvalid,
  permission,
  billing,
  browserAccess,
  organizationDisabled,
  cloudCredentials,
  cloudPermission,
  credentialScope,
  credentialsUnavailable,
  encryptionKey,
  humanReview,
  keyCharacters,
  keyCreatorLeft,
  linkedBilling,
  retried,
  userProfile,
  unrecognizedIdentity,
];

// Step 3: are key, account and permission accepted?
import type { Rule } from '../../rule.ts';
import { billing } from './billing.ts';
import { headerStripped } from './header-stripped.ts';
import { keyInvalid } from './key-invalid.ts';
import { keyPlaceholder } from './key-placeholder.ts';
import { keyWhitespace } from './key-whitespace.ts';
import { keyWrongProvider } from './key-wrong-provider.ts';
import { missingCredentials } from './missing-credentials.ts';
import { organizationDisabled } from './organization-disabled.ts';
import { permission } from './permission.ts';
import { tokenExpired } from './token-expired.ts';
import { unrecognizedIdentity } from './unrecognized.ts';

export const identityRules: readonly Rule[] = [
  missingCredentials,
  headerStripped,
  keyWhitespace,
  keyWrongProvider,
  keyPlaceholder,
  tokenExpired,
  keyInvalid,
  permission,
  billing,
  organizationDisabled,
  unrecognizedIdentity,
];

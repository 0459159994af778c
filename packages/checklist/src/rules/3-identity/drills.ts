// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { billingDrill } from './billing.drill.ts';
import { cloudCredentialsDrill } from './cloud-credentials.drill.ts';
import { cloudPermissionDrill } from './cloud-permission.drill.ts';
import { credentialScopeDrill } from './credential-scope.drill.ts';
import { credentialsUnavailableDrill } from './credentials-unavailable.drill.ts';
import { encryptionKeyDrill } from './encryption-key.drill.ts';
import { headerStrippedDrill } from './header-stripped.drill.ts';
import { keyCharactersDrill } from './key-characters.drill.ts';
import { keyCreatorLeftDrill } from './key-creator-left.drill.ts';
import { keyInvalidDrill } from './key-invalid.drill.ts';
import { keyPlaceholderDrill } from './key-placeholder.drill.ts';
import { keyWhitespaceDrill } from './key-whitespace.drill.ts';
import { keyWrongProviderDrill } from './key-wrong-provider.drill.ts';
import { linkedBillingDrill } from './linked-billing.drill.ts';
import { missingCredentialsDrill } from './missing-credentials.drill.ts';
import { organizationDisabledDrill } from './organization-disabled.drill.ts';
import { permissionDrill } from './permission.drill.ts';
import { retriedDrill } from './retried.drill.ts';
import { tokenExpiredDrill } from './token-expired.drill.ts';
import { unrecognizedIdentityDrill } from './unrecognized.drill.ts';
import { userProfileDrill } from './user-profile.drill.ts';

export const identityDrills: Readonly<Record<string, RuleDrill>> = {
  'identity.billing': billingDrill,
  'identity.cloud_credentials': cloudCredentialsDrill,
  'identity.cloud_permission': cloudPermissionDrill,
  'identity.credential_scope': credentialScopeDrill,
  'identity.credentials_unavailable': credentialsUnavailableDrill,
  'identity.encryption_key': encryptionKeyDrill,
  'identity.header_stripped': headerStrippedDrill,
  'identity.key_characters': keyCharactersDrill,
  'identity.key_creator_left': keyCreatorLeftDrill,
  'identity.key_invalid': keyInvalidDrill,
  'identity.key_placeholder': keyPlaceholderDrill,
  'identity.key_whitespace': keyWhitespaceDrill,
  'identity.key_wrong_provider': keyWrongProviderDrill,
  'identity.linked_billing': linkedBillingDrill,
  'identity.missing_credentials': missingCredentialsDrill,
  'identity.organization_disabled': organizationDisabledDrill,
  'identity.permission': permissionDrill,
  'identity.retried': retriedDrill,
  'identity.token_expired': tokenExpiredDrill,
  'identity.unrecognized': unrecognizedIdentityDrill,
  'identity.user_profile': userProfileDrill,
};

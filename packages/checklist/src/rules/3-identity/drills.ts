// The drills of this step, by the id of the rule that each one shows.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { billingDrill } from './billing.drill.ts';
import { headerStrippedDrill } from './header-stripped.drill.ts';
import { keyInvalidDrill } from './key-invalid.drill.ts';
import { keyPlaceholderDrill } from './key-placeholder.drill.ts';
import { keyWhitespaceDrill } from './key-whitespace.drill.ts';
import { keyWrongProviderDrill } from './key-wrong-provider.drill.ts';
import { missingCredentialsDrill } from './missing-credentials.drill.ts';
import { organizationDisabledDrill } from './organization-disabled.drill.ts';
import { permissionDrill } from './permission.drill.ts';
import { tokenExpiredDrill } from './token-expired.drill.ts';
import { unrecognizedIdentityDrill } from './unrecognized.drill.ts';

export const identityDrills: Readonly<Record<string, Drill>> = {
  'identity.billing': billingDrill,
  'identity.header_stripped': headerStrippedDrill,
  'identity.key_invalid': keyInvalidDrill,
  'identity.key_placeholder': keyPlaceholderDrill,
  'identity.key_whitespace': keyWhitespaceDrill,
  'identity.key_wrong_provider': keyWrongProviderDrill,
  'identity.missing_credentials': missingCredentialsDrill,
  'identity.organization_disabled': organizationDisabledDrill,
  'identity.permission': permissionDrill,
  'identity.token_expired': tokenExpiredDrill,
  'identity.unrecognized': unrecognizedIdentityDrill,
};

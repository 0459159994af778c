// The sentence that each phrase was written for.
import { cloudSightings } from '../src/phrases/cloud.ts';
import { credentialsSightings } from '../src/phrases/credentials.ts';
import { gatewaySightings } from '../src/phrases/gateway.ts';
import { identitySightings } from '../src/phrases/identity.ts';
import type { PhraseName } from '../src/phrases/index.ts';
import { limitsSightings } from '../src/phrases/limits.ts';
import { requestSightings } from '../src/phrases/request.ts';
import { serviceSightings } from '../src/phrases/service.ts';
import type { Sighting } from '../src/phrases/sighting.ts';

export const SIGHTINGS: Readonly<Record<PhraseName, Sighting>> = {
  ...identitySightings,
  ...requestSightings,
  ...limitsSightings,
  ...serviceSightings,
  ...cloudSightings,
  ...credentialsSightings,
  ...gatewaySightings,
};

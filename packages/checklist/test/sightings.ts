// For each phrase, the sentence for which it was written.
import { cloudSightings } from '../src/phrases/cloud.ts';
import { credentialsSightings } from '../src/phrases/credentials.ts';
import { gatewaySightings } from '../src/phrases/gateway.ts';
import { identitySightings } from '../src/phrases/identity.ts';
import * as phrases from '../src/phrases/index.ts';
import { limitsSightings } from '../src/phrases/limits.ts';
import { requestSightings } from '../src/phrases/request.ts';
import { serviceSightings } from '../src/phrases/service.ts';
import type { Sighting } from '../src/phrases/sighting.ts';

type Exports = typeof phrases;
export type PhraseName = {
  [Name in keyof Exports]: Exports[Name] extends RegExp ? Name : never;
}[keyof Exports];

/** Every phrase by its name. */
export const PHRASES = Object.fromEntries(
  Object.entries(phrases).filter(([, value]) => value instanceof RegExp),
) as Readonly<Record<PhraseName, RegExp>>;

export const SIGHTINGS = {
  ...identitySightings,
  ...requestSightings,
  ...limitsSightings,
  ...serviceSightings,
  ...cloudSightings,
  ...credentialsSightings,
  ...gatewaySightings,
} as Readonly<Record<PhraseName, Sighting>>;

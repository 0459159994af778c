// Every proof, by step.
import type { Proof } from '../proof.ts';
import { unknownProofs } from './0-unknown.ts';
import { connectionProofs } from './1-connection.ts';
import { endpointProofs } from './2-endpoint.ts';
import { identityProofs } from './3-identity.ts';
import { requestProofs } from './4-request.ts';
import { limitsProofs } from './5-limits.ts';
import { serviceProofs } from './6-service.ts';
import { responseProofs } from './7-response.ts';
import { patternProofs } from './patterns.ts';

/** A step, as the files are called. */
export type Step =
  | '0-unknown'
  | '1-connection'
  | '2-endpoint'
  | '3-identity'
  | '4-request'
  | '5-limits'
  | '6-service'
  | '7-response'
  | 'patterns';

export const proofs: Readonly<Record<Step, Readonly<Record<string, Proof>>>> = {
  '0-unknown': unknownProofs,
  '1-connection': connectionProofs,
  '2-endpoint': endpointProofs,
  '3-identity': identityProofs,
  '4-request': requestProofs,
  '5-limits': limitsProofs,
  '6-service': serviceProofs,
  '7-response': responseProofs,
  patterns: patternProofs,
};

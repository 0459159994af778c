// The proofs of step 2, endpoint.
import type { Proof } from '../proof.ts';

export const endpointProofs: Readonly<Record<string, Proof>> = {};

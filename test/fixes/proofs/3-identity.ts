// The proofs of step 3, identity.
import type { Proof } from '../proof.ts';

export const identityProofs: Readonly<Record<string, Proof>> = {};

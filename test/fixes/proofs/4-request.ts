// The proofs of step 4, request.
import type { Proof } from '../proof.ts';

export const requestProofs: Readonly<Record<string, Proof>> = {};

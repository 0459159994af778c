// The proofs of step 7, response.
import type { Proof } from '../proof.ts';

export const responseProofs: Readonly<Record<string, Proof>> = {};

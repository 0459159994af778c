// The proofs of the rules without a step.
import type { Proof } from '../proof.ts';

export const unknownProofs: Readonly<Record<string, Proof>> = {};

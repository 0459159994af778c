// The proofs of the patterns.
import type { Proof } from '../proof.ts';

export const patternProofs: Readonly<Record<string, Proof>> = {};

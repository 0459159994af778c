// The proofs of step 1, connection.
import type { Proof } from '../proof.ts';

export const connectionProofs: Readonly<Record<string, Proof>> = {};

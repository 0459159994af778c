// The proofs of step 6, service.
import type { Proof } from '../proof.ts';

export const serviceProofs: Readonly<Record<string, Proof>> = {
  'service.overloaded': {
    reacts: '529 for the first three attempts of a call, with `retry-after`',
    met:
      () =>
      ({ attempt }) =>
        attempt <= 3,
  },
  'service.encryption_unavailable': {
    reacts: "503 until the key management service answers the service's requests",
  },
};

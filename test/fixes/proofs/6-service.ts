// The proofs of step 6, service.
import type { Proof } from '../proof.ts';

/** The fault of the drill, for the first three attempts of a call. */
const thrice = (status: number): Proof => ({
  reacts: `${status} for the first three attempts of a call, with \`retry-after\``,
  met:
    () =>
    ({ attempt }) =>
      attempt <= 3,
});

export const serviceProofs: Readonly<Record<string, Proof>> = {
  'service.compaction_unavailable': thrice(529),
  'service.conflict': thrice(409),
  'service.encryption_unavailable': {
    reacts: '503 until the key management service answers the API',
  },
  'service.internal': thrice(500),
  'service.overloaded': thrice(529),
  'service.recovered': { reacts: '529 for the first attempt of a call, until the service recovers' },
  'service.request_timeout': thrice(408),
  'service.timeout': {
    reacts: '504 unless the answer is streamed',
    met:
      () =>
      ({ stream }) =>
        !stream,
  },
  'service.unavailable': {
    reacts: '503 to every request',
    calls: [{ maxRetries: 0, times: 10 }],
  },
};

// The proofs of step 5, limits.
import type { Proof } from '../proof.ts';

export const limitsProofs: Readonly<Record<string, Proof>> = {
  'limits.concurrency': {
    reacts: '429 while more than 5 requests are in flight; an answer takes its time',
    met:
      () =>
      ({ inFlight }) =>
        inFlight > 5,
    besides: [{ delayMs: 400 }],
    calls: [{ maxRetries: 0, times: 20, atOnce: 20 }],
  },
};

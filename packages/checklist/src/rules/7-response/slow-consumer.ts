// The application reads too slowly.

import type { Facts } from '../../facts/facts.ts';
import { streamEvidence } from '../../texts/evidence.ts';
import { duration, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const wait = ({ stream }: Facts): number => stream.consumerWaitSeconds ?? 0;

// Beyond the threshold, and most of the call's time where that is known.
const isSlow = (facts: Facts): boolean =>
  wait(facts) > facts.thresholds.slowConsumerSeconds &&
  (facts.durationSeconds === undefined || wait(facts) > facts.durationSeconds / 2);

export const slowConsumer: RuleCore = {
  id: 'response.slow_consumer',
  severity: 'warning',
  specificity: 3,
  action: 'consume_stream',
  retryable: true,
  summary: (facts) => `The stream waited ${duration(wait(facts))} for the application to read on`,
  cause:
    'Events had arrived, and the application did not read them. Proxies cut connections that are not read, and buffers fill up.',
  fix: 'Read events as they come and do slow work elsewhere: no slow `await` inside the loop over the stream.',
  match: (facts) =>
    isSlow(facts)
      ? [
          `waited ${duration(wait(facts))}`,
          ...list(facts.durationSeconds !== undefined && `of ${duration(facts.durationSeconds)}`),
          ...streamEvidence(facts),
        ]
      : undefined,
};

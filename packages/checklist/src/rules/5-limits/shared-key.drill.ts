// A limit that others use, too.
import type { Drill } from '@sevenstep/anthropic-simulator';

/** What is left of 4 000 requests, answer by answer. */
const left = (...remaining: readonly number[]): NonNullable<Drill['faults']> =>
  remaining.map((value, index) => ({
    when: { request: index + 1 },
    response: {
      headers: {
        'anthropic-ratelimit-requests-limit': '4000',
        'anthropic-ratelimit-requests-remaining': String(value),
      },
    },
  }));

export const sharedKeyDrill: Drill = {
  title: 'What is left of a limit falls by far more than is sent here',
  faults: left(399, 377),
  calls: [{ times: 2 }],
};

export const sharedKeyNearMisses: readonly Drill[] = [
  { title: 'One request of others less', faults: left(399, 378), calls: [{ times: 2 }] },
  {
    title: 'What is left falls by what is sent here',
    faults: left(...Array.from({ length: 40 }, (_, index) => 399 - index)),
    calls: [{ times: 40 }],
  },
  { title: 'What is left fills up', faults: left(100, 399), calls: [{ times: 2 }] },
  {
    title: 'Streams, whose headers are older than their end',
    faults: left(399, 300),
    calls: [{ method: 'create-streamed', times: 2 }],
  },
];

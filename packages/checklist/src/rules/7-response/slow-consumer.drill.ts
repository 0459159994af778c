// An application that takes its time for each event.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const slowConsumerDrill: RuleDrill = {
  title: 'The application reads the stream slowly',
  call: { method: 'create-streamed', pauseBetweenEventsMs: 100 },
  // The default is many seconds.
  thresholds: { slowConsumerSeconds: 0.05 },
  nearMiss: {
    title: 'So long a wait is within the threshold',
    at: 'thresholds.slowConsumerSeconds',
    is: 60,
    verdict: undefined,
  },
};

// An application that gives up before there is an answer.
import type { RuleDrill } from '../../near-miss.ts';

export const abortedDrill: RuleDrill = {
  title: 'The application aborts before an answer comes',
  faults: [{ connection: 'hang' }],
  call: { abortAfterMs: 100 },
  nearMiss: {
    title: 'A deadline of its own passes instead',
    at: 'call',
    is: { deadlineMs: 100 },
    verdict: 'connection.deadline',
  },
};

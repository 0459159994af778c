// A service that is down.
import type { Drill } from '@sevenstep/anthropic-simulator';

const overloaded = { response: { status: 529 } };

export const outageDrill: Drill = {
  title: 'The API is down for every call',
  faults: [overloaded],
  calls: [{ maxRetries: 0, times: 10 }],
};

export const outageNearMisses: readonly Drill[] = [
  { title: 'One call less', faults: [overloaded], calls: [{ maxRetries: 0, times: 9 }] },
  {
    title: 'Less than half of the calls',
    faults: [{ ...overloaded, when: { request: [2, 4, 6, 8] } }],
    calls: [{ maxRetries: 0, times: 10 }],
  },
  {
    title: 'A gateway that is down, not the service',
    faults: [
      {
        response: {
          status: 502,
          headers: { 'request-id': null, 'content-type': 'text/html', server: 'nginx' },
          body: '<html><head><title>502 Bad Gateway</title></head></html>',
        },
      },
    ],
    calls: [{ maxRetries: 0, times: 10 }],
  },
  {
    title: 'Every call is saved by a retry',
    faults: [{ when: { attempt: 1 }, response: { status: 529, headers: { 'retry-after-ms': '5' } } }],
    calls: [{ times: 10 }],
  },
];

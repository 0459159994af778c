// A loop that takes no notice of its refused key.
import type { Drill } from '@sevenstep/anthropic-simulator';

const refused = { response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } } };

export const failFastDrill: Drill = {
  title: 'A loop goes on after its key was refused',
  faults: [refused],
  calls: [{ times: 5 }],
};

export const failFastNearMisses: readonly Drill[] = [
  { title: 'One refusal less', faults: [refused], calls: [{ times: 4 }] },
  {
    title: 'A success between the refusals',
    faults: [{ when: { request: 5 } }, refused],
    calls: [{ times: 9 }],
  },
  {
    title: 'Refusals for reasons that differ',
    faults: [
      {
        when: { request: [2, 4] },
        response: { error: { type: 'permission_error', message: 'Your API key lacks permission.' } },
      },
      refused,
    ],
    calls: [{ times: 5 }],
  },
];

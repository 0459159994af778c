// A redirect that leads nowhere.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const unrecognizedEndpointDrill: RuleDrill = {
  title: 'A redirect without a destination',
  faults: [{ response: { status: 302, headers: { 'request-id': null }, body: '' } }],
  nearMiss: {
    title: 'The empty answer has status 404',
    at: 'faults.0.response.status',
    is: 404,
    verdict: 'endpoint.wrong_path',
  },
};

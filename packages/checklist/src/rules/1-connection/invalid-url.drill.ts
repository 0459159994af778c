// A base URL without its scheme.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const invalidUrlDrill: RuleDrill = {
  title: 'The base URL has no scheme',
  call: { baseURL: 'nowhere.invalid', maxRetries: 0 },
  nearMiss: {
    title: 'The base URL is a URL, of a host that does not exist',
    at: 'call.baseURL',
    is: 'http://nowhere.invalid',
    verdict: 'connection.dns',
  },
};

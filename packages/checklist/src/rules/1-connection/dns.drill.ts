// A name that no resolver knows: `.invalid` is reserved for that (RFC 2606).
import type { RuleDrill } from '../../drills/near-miss.ts';

export const dnsDrill: RuleDrill = {
  title: 'The host of the base URL has no address',
  call: { baseURL: 'http://nowhere.invalid', maxRetries: 0 },
  nearMiss: {
    title: 'The base URL is no URL at all',
    at: 'call.baseURL',
    is: 'nowhere.invalid',
    verdict: 'connection.invalid_url',
  },
};

// A name with a curly apostrophe, in a header.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const headerCharactersDrill: RuleDrill = {
  title: 'A header has a curly apostrophe in it',
  call: { headers: { 'x-team': 'the engineers’ team' } },
  nearMiss: {
    title: 'The apostrophe is a plain one',
    at: 'call.headers.x-team',
    is: "the engineers' team",
    verdict: undefined,
  },
};

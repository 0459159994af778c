// A sign-in page in place of an answer.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const malformedResponseDrill: Drill = {
  title: 'A sign-in page comes in place of an answer',
  faults: [
    {
      response: {
        status: 200,
        headers: { 'request-id': null, 'content-type': 'text/html' },
        body: '<!doctype html><html><head><title>Sign in</title></head><body>Sign in to this network</body></html>',
      },
    },
  ],
};

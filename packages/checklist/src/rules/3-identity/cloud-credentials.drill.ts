// AWS's UnrecognizedClientException.
import type { Drill } from '@sevenstep/anthropic-simulator';

export const cloudCredentialsDrill: Drill = {
  title: 'The cloud does not know the credentials',
  faults: [
    {
      response: {
        status: 403,
        headers: { 'request-id': null, 'content-type': 'application/json' },
        body: '{"message":"The security token included in the request is invalid."}',
      },
    },
  ],
};

// More than the endpoint takes.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const tooLargeDrill: RuleDrill = {
  title: 'The request is too large',
  faults: [
    {
      response: {
        status: 413,
        error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
      },
    },
  ],
  nearMiss: {
    title: 'The 413 counts tokens, not bytes',
    at: 'faults.0.response.error.message',
    is: 'prompt is too long: 208310 tokens > 200000 maximum',
    verdict: 'request.context_window',
  },
};

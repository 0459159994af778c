// The API's 404 on a path it does not have.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const wrongPathDrill: RuleDrill = {
  title: 'The path does not exist',
  faults: [{ response: { status: 404, error: { type: 'not_found_error', message: 'Not Found' } } }],
  nearMiss: {
    title: 'The 404 names a model',
    at: 'faults.0.response.error.message',
    is: 'model: claude-sonnet-5',
    verdict: 'request.model_not_found',
  },
};

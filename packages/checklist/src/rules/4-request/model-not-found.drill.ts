// A typing error in the model's name.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const modelNotFoundDrill: RuleDrill = {
  title: 'The model does not exist',
  faults: [
    { response: { status: 404, error: { type: 'not_found_error', message: 'model: claude-sonet-4-6' } } },
  ],
  call: { params: { model: 'claude-sonet-4-6' } },
  nearMiss: {
    title: 'The 404 names no model',
    at: 'faults.0.response.error.message',
    is: 'Not Found',
    verdict: 'endpoint.wrong_path',
  },
};

// Two parameters where one is accepted.
import type { RuleDrill } from '../../drills/near-miss.ts';

export const samplingDrill: RuleDrill = {
  title: 'temperature and top_p are both set',
  faults: [
    {
      response: {
        status: 400,
        error: {
          type: 'invalid_request_error',
          message: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
        },
      },
    },
  ],
  call: { params: { temperature: 0.2, top_p: 0.4 } },
  nearMiss: {
    title: 'The value of temperature is out of range',
    at: 'faults.0.response.error.message',
    is: 'temperature: range: 0..1',
    verdict: 'request.invalid_value',
  },
};

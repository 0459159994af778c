// The drills of step 6, service: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const serviceDrills: Readonly<Record<string, RuleDrill>> = {
  'service.compaction_unavailable': {
    title: 'A compaction fails for a moment',
    faults: [
      {
        response: {
          status: 529,
          headers: { 'retry-after-ms': '20' },
          error: {
            type: 'overloaded_error',
            message: 'The compaction could not be completed.',
            code: 'compaction_unavailable',
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 529 has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'service.overloaded',
    },
  },
  'service.conflict': {
    title: 'Another request holds what this one needs',
    faults: [
      {
        response: {
          status: 409,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'conflict_error', message: 'The resource is in use by another request.' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The refusal has status 400, which is not retried',
      at: 'faults.0.response.status',
      is: 400,
      diagnosis: 'request.unrecognized',
    },
  },
  'service.encryption_unavailable': {
    title: "The workspace's encryption key is out of reach",
    faults: [
      {
        response: {
          status: 503,
          headers: { 'retry-after-ms': '20' },
          error: {
            type: 'api_error',
            message: "The workspace's encryption key could not be reached.",
            code: 'cmek_key_unreachable',
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 503 has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'service.unavailable',
    },
  },
  'service.internal': {
    title: 'The API has an internal error',
    faults: [
      {
        response: {
          status: 500,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'api_error', message: 'Internal server error' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 500 has the error type of an overload',
      at: 'faults.0.response.error.type',
      is: 'overloaded_error',
      diagnosis: 'service.overloaded',
    },
  },
  'service.overloaded': {
    title: 'The API is overloaded and stays so',
    faults: [
      {
        response: {
          status: 529,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'overloaded_error', message: 'Overloaded' },
        },
      },
    ],
    call: { maxRetries: 2 },
    nearMiss: {
      title: 'The code says that only compaction fails',
      at: 'faults.0.response.error.code',
      is: 'compaction_unavailable',
      diagnosis: 'service.compaction_unavailable',
    },
  },
  'service.recovered': {
    title: 'The API is overloaded once, then an answer comes',
    faults: [
      {
        when: { attempt: 1 },
        response: {
          status: 529,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'overloaded_error', message: 'Overloaded' },
        },
      },
    ],
    nearMiss: {
      title: 'The 529 is not retried',
      at: 'call.maxRetries',
      is: 0,
      diagnosis: 'service.overloaded',
    },
  },
  'service.request_timeout': {
    title: 'The server stops waiting for the request',
    faults: [
      {
        response: {
          status: 408,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'timeout_error', message: 'Request timeout' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The API gives up on the answer, with 504',
      at: 'faults.0.response.status',
      is: 504,
      diagnosis: 'service.timeout',
    },
  },
  'service.timeout': {
    title: 'The API takes too long',
    faults: [
      {
        response: {
          status: 504,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'timeout_error', message: 'Request timeout' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 504 has the error type of an overload',
      at: 'faults.0.response.error.type',
      is: 'overloaded_error',
      diagnosis: 'service.overloaded',
    },
  },
  'service.unavailable': {
    title: 'The API is unavailable',
    faults: [
      {
        response: {
          status: 503,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'api_error', message: 'Service unavailable' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 503 has the error type of a timeout',
      at: 'faults.0.response.error.type',
      is: 'timeout_error',
      diagnosis: 'service.timeout',
    },
  },
  'service.unrecognized': {
    title: 'The service fails in a new way',
    faults: [
      {
        response: {
          status: 507,
          headers: { 'retry-after-ms': '20' },
          error: { type: 'api_error', message: 'Something else went wrong' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The status is 500',
      at: 'faults.0.response.status',
      is: 500,
      diagnosis: 'service.internal',
    },
  },
};

// The drills of step 5, limits: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const limitsDrills: Readonly<Record<string, RuleDrill>> = {
  'limits.acceleration': {
    title: 'Usage grows too fast',
    faults: [
      {
        response: {
          status: 429,
          headers: { 'retry-after-ms': '20' },
          error: {
            type: 'rate_limit_error',
            message: 'This request would exceed a ramp limit.',
            code: 'ramp_limit_exceeded',
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The 429 has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'limits.unrecognized',
    },
  },
  // Vertex AI's RESOURCE_EXHAUSTED.
  'limits.cloud_quota': {
    title: "The cloud's quota is used up",
    faults: [
      {
        response: {
          status: 429,
          headers: { 'request-id': null, 'retry-after-ms': '20', 'content-type': 'application/json' },
          body: '{"error":{"code":429,"message":"Quota exceeded for aiplatform.googleapis.com/online_prediction_input_tokens_per_minute_per_base_model with base model: anthropic-claude-opus-4. Please submit a quota increase request.","status":"RESOURCE_EXHAUSTED"}}',
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: "The 429 is a proxy's own",
      at: 'faults.0.response.body',
      is: '{"error":{"code":429,"message":"Quota exceeded for this user of the proxy."}}',
      diagnosis: 'endpoint.gateway_limit',
    },
  },
  'limits.concurrency': {
    title: 'Too many calls are open at once',
    faults: [
      {
        response: {
          status: 429,
          headers: { 'retry-after-ms': '20' },
          error: {
            type: 'rate_limit_error',
            message: 'Number of concurrent connections has exceeded your rate limit. Please try again later.',
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The limit on requests is exceeded, not the limit on connections',
      at: 'faults.0.response.error.message',
      is: 'Number of requests has exceeded your rate limit. Please try again later.',
      diagnosis: 'limits.unrecognized',
    },
  },
  'limits.file_storage': {
    title: 'The storage for files is full',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'The file storage of the organization is full.',
            code: 'storage_quota_exceeded',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The refusal has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'request.unrecognized',
    },
  },
  'limits.input_tokens_per_minute': {
    title: 'The limit of input tokens per minute is used up',
    faults: [
      {
        response: {
          status: 429,
          headers: {
            'retry-after': '12',
            'retry-after-ms': '20',
            'anthropic-ratelimit-input-tokens-limit': '50000',
            'anthropic-ratelimit-input-tokens-remaining': '0',
          },
          error: {
            type: 'rate_limit_error',
            message:
              "This request would exceed your organization's rate limit of 50,000 input tokens per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
          },
        },
      },
    ],
    call: { maxRetries: 2 },
    nearMiss: {
      title: 'The sentence names output tokens',
      at: 'faults.0.response.error.message',
      is: "This request would exceed your organization's rate limit of 8,000 output tokens per minute.",
      diagnosis: 'limits.output_tokens_per_minute',
    },
  },
  'limits.long_context': {
    title: 'The plan has no long contexts',
    faults: [
      {
        response: {
          status: 429,
          error: { type: 'rate_limit_error', message: 'Extra usage is required for long context requests.' },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The extra usage is for something else',
      at: 'faults.0.response.error.message',
      is: 'Extra usage is required for fast mode.',
      diagnosis: 'limits.unrecognized',
    },
  },
  'limits.near': {
    title: 'Little is left of a limit',
    faults: [
      {
        response: {
          headers: {
            'anthropic-ratelimit-input-tokens-limit': '50000',
            'anthropic-ratelimit-input-tokens-remaining': '1000',
          },
        },
      },
    ],
    nearMiss: {
      title: 'Exactly a tenth is left',
      at: 'faults.0.response.headers.anthropic-ratelimit-input-tokens-remaining',
      is: '5000',
      diagnosis: undefined,
    },
  },
  'limits.output_tokens_per_minute': {
    title: 'The limit of output tokens per minute is used up',
    faults: [
      {
        response: {
          status: 429,
          headers: {
            'retry-after-ms': '20',
            'anthropic-ratelimit-output-tokens-limit': '8000',
            'anthropic-ratelimit-output-tokens-remaining': '0',
          },
          error: {
            type: 'rate_limit_error',
            message:
              "This request would exceed your organization's rate limit of 8,000 output tokens per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The sentence names input tokens',
      at: 'faults.0.response.error.message',
      is: "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
      diagnosis: 'limits.input_tokens_per_minute',
    },
  },
  'limits.quota': {
    title: 'The monthly spend limit is reached',
    faults: [
      {
        response: {
          status: 429,
          error: {
            type: 'rate_limit_error',
            message:
              "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier. You will regain access on 2026-12-01 at 00:00 UTC.",
            code: 'enforced_spend_limit_reached',
          },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The same code and sentence come with status 400',
      at: 'faults.0.response.status',
      is: 400,
      diagnosis: 'request.unrecognized',
    },
  },
  'limits.recovered': {
    title: 'Over the limit of input tokens twice, then an answer comes',
    faults: [
      {
        when: { attempt: [1, 2] },
        response: {
          status: 429,
          headers: {
            'retry-after': '1',
            'retry-after-ms': '20',
            'anthropic-ratelimit-input-tokens-limit': '50000',
            'anthropic-ratelimit-input-tokens-remaining': '0',
          },
          error: {
            type: 'rate_limit_error',
            message:
              "This request would exceed your organization's rate limit of 50,000 input tokens per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
          },
        },
      },
    ],
    nearMiss: {
      title: 'The retries end before the limit does',
      at: 'call.maxRetries',
      is: 1,
      diagnosis: 'limits.input_tokens_per_minute',
    },
  },
  'limits.requests_per_minute': {
    title: 'The limit of requests per minute is used up',
    faults: [
      {
        response: {
          status: 429,
          headers: {
            'retry-after-ms': '20',
            'anthropic-ratelimit-requests-limit': '50',
            'anthropic-ratelimit-requests-remaining': '0',
          },
          error: {
            type: 'rate_limit_error',
            message:
              "This request would exceed your organization's rate limit of 50 requests per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.",
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'The limit counts a day',
      at: 'faults.0.response.error.message',
      is: "This request would exceed your organization's rate limit of 50 requests per day.",
      diagnosis: 'limits.unrecognized',
    },
  },
  'limits.tokens_per_day': {
    title: 'The tokens of the day are used up',
    faults: [
      {
        response: {
          status: 429,
          error: {
            type: 'rate_limit_error',
            message:
              'Number of request tokens has exceeded your daily rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
          },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The limit counts a minute',
      at: 'faults.0.response.error.message',
      is: 'Number of request tokens has exceeded your per-minute rate limit (https://docs.anthropic.com/en/api/rate-limits); see the response headers for current usage.',
      diagnosis: 'limits.tokens_per_minute',
    },
  },
  'limits.tokens_per_minute': {
    title: 'The limit of tokens per minute is used up',
    faults: [
      {
        response: {
          status: 429,
          headers: {
            'retry-after-ms': '20',
            'anthropic-ratelimit-tokens-limit': '58000',
            'anthropic-ratelimit-tokens-remaining': '0',
          },
          error: {
            type: 'rate_limit_error',
            message: "This request would exceed your account's rate limit. Please try again later.",
          },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'Tokens are left',
      at: 'faults.0.response.headers.anthropic-ratelimit-tokens-remaining',
      is: '58000',
      diagnosis: 'limits.unrecognized',
    },
  },
  'limits.unrecognized': {
    title: 'A limit without a name is exceeded',
    faults: [
      {
        response: {
          status: 429,
          headers: {
            'retry-after-ms': '20',
            'anthropic-ratelimit-requests-remaining': null,
            'anthropic-ratelimit-tokens-remaining': null,
            'anthropic-ratelimit-input-tokens-remaining': null,
            'anthropic-ratelimit-output-tokens-remaining': null,
          },
          error: { type: 'rate_limit_error', message: 'Rate limited' },
        },
      },
    ],
    call: { maxRetries: 1 },
    nearMiss: {
      title: 'A header names the limit',
      at: 'faults.0.response.headers.anthropic-ratelimit-requests-remaining',
      is: '0',
      diagnosis: 'limits.requests_per_minute',
    },
  },
};

// The drills of the patterns: for each the many calls that show it, and those that come close.
import type { Drill, DrillCalls } from '@sevenstep/anthropic-simulator';

const keyRefused = { response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } } };

const rateLimited = {
  response: {
    error: { type: 'rate_limit_error', message: 'Number of requests has exceeded your rate limit' },
  },
};

const overloadedBriefly = { response: { status: 529, headers: { 'retry-after-ms': '5' } } };

/** Each differs: one that is sent again sooner than `retry-after-ms` asks counts as a retry, too. */
const differentRequests = (count: number): DrillCalls[] =>
  Array.from({ length: count }, (_, index) => ({
    maxRetries: 2,
    params: { messages: [{ role: 'user', content: `Question ${index}` }] },
  }));

/** The rest of 4 000 requests, answer by answer. */
const remainingRequests = (...remaining: readonly number[]): NonNullable<Drill['faults']> =>
  remaining.map((value, index) => ({
    when: { request: index + 1 },
    response: {
      headers: {
        'anthropic-ratelimit-requests-limit': '4000',
        'anthropic-ratelimit-requests-remaining': String(value),
      },
    },
  }));

const promptTooLong = {
  response: {
    error: {
      type: 'invalid_request_error',
      message: 'prompt is too long: 208310 tokens > 200000 maximum',
    },
  },
};

const asking = (content: string): DrillCalls => ({ params: { messages: [{ role: 'user', content }] } });

const oneMoreTool = [{ answer: { toolUse: { name: 'look', input: {} } } }];
const toolParams = { tools: [{ name: 'look', input_schema: { type: 'object' } }] };

const overloaded = { response: { status: 529 } };

/** Pattern id to a drill that shows this pattern once, and no other. It needs the processor, with its defaults. */
export const patternDrills: Readonly<Record<string, Drill>> = {
  'identity.fail_fast': {
    title: 'A loop goes on after its key was rejected',
    faults: [keyRefused],
    calls: [{ times: 5 }],
  },
  'limits.burst': {
    title: 'A job starts all of its calls at once',
    faults: [rateLimited],
    // More than the threshold asks for: a slow machine may start them over some seconds.
    calls: [{ maxRetries: 0, times: 40, atOnce: 40 }],
  },
  'limits.retry_storm': {
    title: 'Every call is retried to the end',
    faults: [overloadedBriefly],
    calls: differentRequests(5),
  },
  'limits.shared_key': {
    title: 'The rest of a limit falls by far more than this process sends',
    faults: remainingRequests(399, 377),
    calls: [{ times: 2 }],
  },
  'request.reproducible': {
    title: 'The same prompt is sent again and again, and is too long each time',
    faults: [promptTooLong],
    calls: [{ times: 3 }],
  },
  'response.tool_loop_runaway': {
    title: 'An agent asks for one more tool, turn after turn',
    faults: oneMoreTool,
    calls: [{ method: 'tool-runner', params: toolParams, maxIterations: 25 }],
  },
  'service.intermittent': {
    title: 'A request fails and then passes, unchanged',
    faults: [{ when: { request: 1 }, response: { status: 529 } }],
    calls: [{ maxRetries: 0, times: 2 }],
  },
  'service.outage': {
    title: 'The API is down for every call',
    faults: [overloaded],
    calls: [{ maxRetries: 0, times: 10 }],
  },
};

/** Pattern id to drills that come close and do not show it. */
export const patternNearMisses: Readonly<Record<string, readonly Drill[]>> = {
  'identity.fail_fast': [
    { title: 'One refusal less', faults: [keyRefused], calls: [{ times: 4 }] },
    {
      title: 'A success between the refusals',
      faults: [{ when: { request: 5 } }, keyRefused],
      calls: [{ times: 9 }],
    },
    {
      title: 'Refusals for reasons that differ',
      faults: [
        {
          when: { request: [2, 4] },
          response: { error: { type: 'permission_error', message: 'Your API key lacks permission.' } },
        },
        keyRefused,
      ],
      calls: [{ times: 5 }],
    },
  ],
  'limits.burst': [
    { title: 'One call less', faults: [rateLimited], calls: [{ maxRetries: 0, times: 9, atOnce: 9 }] },
    { title: 'As many calls at once, and no 429', calls: [{ times: 20, atOnce: 20 }] },
    {
      title: 'As many calls at once, with failures of another kind',
      faults: [{ response: { status: 529 } }],
      calls: [{ maxRetries: 0, times: 20, atOnce: 20 }],
    },
  ],
  'limits.retry_storm': [
    { title: 'Two retries less', faults: [overloadedBriefly], calls: differentRequests(4) },
    {
      title: 'As many retries as calls',
      faults: [{ ...overloadedBriefly, when: { attempt: 1 } }],
      calls: [{ times: 12 }],
    },
    {
      title: 'The same request at the same time, each told to wait',
      faults: [{ delayMs: 20, response: { status: 429, headers: { 'retry-after': '30' } } }],
      calls: [{ maxRetries: 0, times: 15, atOnce: 15 }],
    },
  ],
  'limits.shared_key': [
    { title: 'One request of others less', faults: remainingRequests(399, 378), calls: [{ times: 2 }] },
    {
      title: 'The rest falls by as much as this process sends',
      faults: remainingRequests(...Array.from({ length: 40 }, (_, index) => 399 - index)),
      calls: [{ times: 40 }],
    },
    { title: 'The rest fills up', faults: remainingRequests(100, 399), calls: [{ times: 2 }] },
    {
      title: 'Streams, whose headers are older than their end',
      faults: remainingRequests(399, 300),
      calls: [{ method: 'create-streamed', times: 2 }],
    },
  ],
  'request.reproducible': [
    { title: 'One time less', faults: [promptTooLong], calls: [{ times: 2 }] },
    {
      title: 'Prompts that differ',
      faults: [promptTooLong],
      calls: ['one', 'two', 'three', 'four'].map(asking),
    },
    {
      title: 'A success between the failures',
      faults: [{ ...promptTooLong, when: { request: [1, 3, 4, 5] } }],
      calls: [{ times: 5 }],
    },
    {
      title: 'A failure of the service, which passes',
      faults: [{ response: { status: 529 } }],
      calls: [{ maxRetries: 0, times: 5 }],
    },
  ],
  'response.tool_loop_runaway': [
    {
      title: 'One turn less',
      faults: oneMoreTool,
      calls: [{ method: 'tool-runner', params: toolParams, maxIterations: 24 }],
    },
    {
      title: 'As many turns, in several loops',
      faults: oneMoreTool,
      calls: [{ method: 'tool-runner', params: toolParams, maxIterations: 9, times: 3 }],
    },
    {
      title: 'As many calls that use a tool, each by itself',
      faults: oneMoreTool,
      calls: [{ params: toolParams, times: 30 }],
    },
  ],
  'service.intermittent': [
    {
      title: 'Another request passes',
      faults: [{ when: { request: 1 }, response: { status: 529 } }],
      calls: [{ maxRetries: 0 }, { params: { messages: [{ role: 'user', content: 'Something else' }] } }],
    },
    {
      title: 'A limit was in the way, which says when it passes',
      faults: [{ when: { request: 1 }, response: { status: 429 } }],
      calls: [{ maxRetries: 0, times: 2 }],
    },
    {
      title: 'A key was rejected, then another one was used',
      calls: [{ apiKey: 'sk-of-another-vendor' }, {}],
    },
    {
      title: 'It never passes',
      faults: [{ response: { status: 529 } }],
      calls: [{ maxRetries: 0, times: 5 }],
    },
  ],
  'service.outage': [
    { title: 'One call less', faults: [overloaded], calls: [{ maxRetries: 0, times: 9 }] },
    {
      title: 'Less than half of the calls',
      faults: [{ ...overloaded, when: { request: [2, 4, 6, 8] } }],
      calls: [{ maxRetries: 0, times: 10 }],
    },
    {
      title: 'A gateway that is down, not the service',
      faults: [
        {
          response: {
            status: 502,
            headers: { 'request-id': null, 'content-type': 'text/html', server: 'nginx' },
            body: '<html><head><title>502 Bad Gateway</title></head></html>',
          },
        },
      ],
      calls: [{ maxRetries: 0, times: 10 }],
    },
    {
      title: 'A retry saves every call',
      faults: [{ when: { attempt: 1 }, response: { status: 529, headers: { 'retry-after-ms': '5' } } }],
      calls: [{ times: 10 }],
    },
  ],
};

// Cases: calls that fail, and calls that only succeed when sent again.
import { type Case, PARAMS, STREAM_PARAMS } from '../case.ts';

const failing = (status: number | null, type: string) => ({
  method: 'messages.create',
  failed: true,
  attributes: { 'error.type': type, ...(status !== null && { 'http.response.status_code': status }) },
});

export const FAILURE_CASES: readonly Case[] = [
  {
    name: '401',
    feature: 'errors',
    script: '*: 401',
    run: ({ client }) => client.messages.create(PARAMS),
    calls: [failing(401, 'authentication_error')],
  },
  {
    name: '400 of a stream',
    feature: 'errors',
    script: '*: 400 "messages: too many"',
    run: ({ client }) => client.messages.create(STREAM_PARAMS),
    calls: [failing(400, 'invalid_request_error')],
  },
  {
    name: 'error of withResponse() and of asResponse()',
    feature: 'errors',
    script: '*: 404',
    run: async ({ client, saw }) => {
      const promise = client.messages.create(PARAMS);
      await promise.asResponse().catch((error: Error) => saw(error.message));
      return promise.withResponse();
    },
    calls: [failing(404, 'not_found_error')],
  },
  {
    name: 'a gateway’s HTML',
    feature: 'errors',
    script: {
      faults: [
        {
          response: {
            status: 502,
            headers: { 'content-type': 'text/html', 'request-id': null },
            body: '<html>Bad Gateway</html>',
          },
        },
      ],
    },
    run: ({ newClient }) => newClient({ maxRetries: 0 }).messages.create(PARAMS),
    calls: [failing(502, '502')],
  },
  {
    name: 'a body that is not JSON',
    feature: 'errors',
    script: { faults: [{ response: { status: 200, body: '{"type":' } }] },
    run: ({ client }) => client.messages.create(PARAMS),
    calls: [{ method: 'messages.create', failed: true, attributes: { 'http.response.status_code': 200 } }],
  },
  {
    name: 'nobody handles the error',
    feature: 'errors',
    script: '*: 401',
    run: async ({ client, collectGarbage }) => {
      (() => void client.messages.create(PARAMS))();
      await collectGarbage();
    },
    calls: [failing(401, 'authentication_error')],
  },
  {
    name: 'connection refused',
    feature: 'errors',
    server: 'refused',
    run: ({ newClient }) => newClient({ maxRetries: 0 }).messages.create(PARAMS),
    calls: [
      {
        method: 'messages.create',
        failed: true,
        attributes: { 'anthropic.error.cause_code': 'ECONNREFUSED' },
        absent: ['http.response.status_code'],
      },
    ],
  },
  {
    name: 'connection reset',
    feature: 'errors',
    script: '*: reset',
    run: ({ newClient }) => newClient({ maxRetries: 0 }).messages.create(PARAMS),
    calls: [{ method: 'messages.create', failed: true, absent: ['http.response.status_code'] }],
  },
  {
    name: 'timeout of the client',
    feature: 'errors',
    script: '*: hang',
    run: ({ newClient }) => newClient({ maxRetries: 0, timeout: 80 }).messages.create(PARAMS),
    calls: [{ method: 'messages.create', failed: true, absent: ['http.response.status_code'] }],
  },
  {
    name: '429, then an answer',
    feature: 'retries',
    script: '1: 429 retry-after=0.02; 2: ok',
    run: ({ client }) => client.messages.create(PARAMS),
    calls: [
      {
        method: 'messages.create',
        attempts: [429, 200],
        attributes: {
          'http.response.status_code': 200,
          'http.request.resend_count': 1,
          'gen_ai.usage.output_tokens': 12,
        },
        absent: ['error.type'],
      },
    ],
  },
  {
    name: '529 to the last attempt',
    feature: 'retries',
    script: '*: 529 retry-after=0.02',
    run: ({ client }) => client.messages.create(PARAMS),
    calls: [
      {
        method: 'messages.create',
        failed: true,
        attempts: [529, 529, 529],
        attributes: {
          'http.response.status_code': 529,
          'http.request.resend_count': 2,
          'error.type': 'overloaded_error',
        },
      },
    ],
  },
  {
    name: 'a reset, then a stream',
    feature: 'retries',
    script: '1: reset; 2: ok',
    run: async ({ newClient, saw }) => {
      const stream = await newClient({ maxRetries: 1 }).messages.create(STREAM_PARAMS);
      for await (const { type } of stream) saw(type);
    },
    calls: [
      {
        method: 'messages.create',
        attempts: [null, 200],
        attributes: { 'http.request.resend_count': 1, 'anthropic.stream.outcome': 'completed' },
        absent: ['error.type'],
      },
    ],
  },
  {
    name: 'no retries for this request',
    feature: 'retries',
    script: '*: 503',
    run: ({ client }) => client.messages.create(PARAMS, { maxRetries: 0 }),
    calls: [{ method: 'messages.create', failed: true, attributes: { 'anthropic.request.max_retries': 0 } }],
  },
];

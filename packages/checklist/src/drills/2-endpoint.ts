// The drills of step 2, endpoint: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const endpointDrills: Readonly<Record<string, RuleDrill>> = {
  'endpoint.blocked': {
    title: 'The request is not allowed from here',
    faults: [
      {
        response: {
          status: 403,
          headers: { 'content-type': 'application/json' },
          body: '{"error":{"type":"forbidden","message":"Request not allowed"}}',
        },
      },
    ],
    nearMiss: {
      title: 'The sentence is longer, and is about the workspace, not the place',
      at: 'faults.0.response.body',
      is: '{"error":{"type":"forbidden","message":"Request not allowed for this workspace"}}',
      diagnosis: 'identity.unrecognized',
    },
  },
  // LiteLLM.
  'endpoint.gateway_budget': {
    title: 'The budget of a gateway is spent',
    faults: [
      {
        response: {
          status: 429,
          headers: { 'request-id': null, server: 'uvicorn', 'content-type': 'application/json' },
          body: '{"error":{"message":"Budget has been exceeded! Current cost: 26.075, Max budget: 25.0","type":"budget_exceeded","param":null,"code":"429"}}',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The limit counts requests',
      at: 'faults.0.response.body',
      is: '{"error":{"message":"Rate limit exceeded. Limit type: requests, current limit: 100","type":"None","param":"None","code":"429"}}',
      diagnosis: 'endpoint.gateway_limit',
    },
  },
  'endpoint.content_encoding': {
    title: 'A relay unpacks the body and keeps its content-encoding',
    faults: [
      {
        response: {
          status: 200,
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body: 'Welcome',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The relay drops the header, and the body is not JSON',
      at: 'faults.0.response.headers.content-encoding',
      diagnosis: 'endpoint.malformed_response',
    },
  },
  // nginx, when its upstream is down.
  'endpoint.gateway_error': {
    title: "A gateway answers in the API's place",
    faults: [
      {
        response: {
          status: 502,
          headers: { 'request-id': null, server: 'nginx', 'content-type': 'text/html' },
          body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: "The page comes with the API's request-id",
      at: 'faults.0.response.headers.request-id',
      diagnosis: 'service.unrecognized',
    },
  },
  // Kong.
  'endpoint.gateway_limit': {
    title: 'A gateway has its own rate limit',
    faults: [
      {
        response: {
          status: 429,
          headers: { 'request-id': null, server: 'kong/3.9', 'content-type': 'application/json' },
          body: '{"message":"API rate limit exceeded"}',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: "The 429 comes with the API's request-id",
      at: 'faults.0.response.headers.request-id',
      diagnosis: 'limits.unrecognized',
    },
  },
  // An API gateway whose own key is missing.
  'endpoint.gateway_refused': {
    title: 'A gateway with its own keys rejects the request',
    faults: [
      {
        response: {
          status: 403,
          headers: { 'request-id': null, server: 'api-gateway', 'content-type': 'application/json' },
          body: '{"message":"Forbidden"}',
        },
      },
    ],
    nearMiss: {
      title: "The 403 comes with the API's request-id",
      at: 'faults.0.response.headers.request-id',
      diagnosis: 'identity.unrecognized',
    },
  },
  // nginx, when its upstream is too slow.
  'endpoint.gateway_timeout': {
    title: 'A gateway stops waiting',
    faults: [
      {
        response: {
          status: 504,
          headers: { 'request-id': null, server: 'nginx', 'content-type': 'text/html' },
          body: '<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center></body></html>',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: "The 504 comes with the API's request-id",
      at: 'faults.0.response.headers.request-id',
      diagnosis: 'service.timeout',
    },
  },
  // Envoy, when its upstream is down.
  'endpoint.gateway_upstream': {
    title: 'A gateway cannot reach its upstream',
    faults: [
      {
        response: {
          status: 503,
          headers: { 'request-id': null, server: 'envoy', 'content-type': 'text/plain' },
          body: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The gateway reached its upstream, which took too long',
      at: 'faults.0.response.body',
      is: 'upstream request timeout',
      diagnosis: 'endpoint.gateway_error',
    },
  },
  'endpoint.malformed_response': {
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
    nearMiss: {
      title: 'The page comes with status 403',
      at: 'faults.0.response.status',
      is: 403,
      diagnosis: 'endpoint.gateway_refused',
    },
  },
  'endpoint.recovered': {
    title: 'A gateway answers 502 with HTML, then an answer comes',
    faults: [
      {
        when: { attempt: 1 },
        response: {
          status: 502,
          headers: {
            'request-id': null,
            server: 'nginx',
            'content-type': 'text/html',
            'retry-after-ms': '20',
          },
          body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
        },
      },
    ],
    nearMiss: {
      title: "The failed attempt has the API's request-id",
      at: 'faults.0.response.headers.request-id',
      diagnosis: 'service.recovered',
    },
  },
  'endpoint.sandbox_restricted': {
    title: 'A sandbox with restricted network calls out',
    faults: [
      {
        response: {
          status: 403,
          error: {
            type: 'permission_error',
            message: 'This sandbox is not allowed to make the request.',
            code: 'sandbox_egress_restricted',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The refusal has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'identity.permission',
    },
  },
  // The `data:` lines arrive, the `event:` lines do not.
  'endpoint.stream_without_events': {
    title: 'A relay leaves out the event lines of a stream',
    faults: [
      {
        when: { stream: true },
        response: {
          status: 200,
          headers: { 'content-type': 'text/event-stream' },
          body: 'data: {"type":"ping"}\n\ndata: {"type":"message_stop"}\n\n',
        },
      },
    ],
    call: { method: 'create-streamed' },
    nearMiss: {
      title: 'The events have their names, and the last one is missing',
      at: 'faults.0.response.body',
      is: 'event: ping\ndata: {"type":"ping"}\n\nevent: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n',
      diagnosis: 'response.stream_incomplete',
    },
  },
  'endpoint.unrecognized': {
    title: 'A redirect without a destination',
    faults: [{ response: { status: 302, headers: { 'request-id': null }, body: '' } }],
    nearMiss: {
      title: 'The empty answer has status 404',
      at: 'faults.0.response.status',
      is: 404,
      diagnosis: 'endpoint.wrong_path',
    },
  },
  'endpoint.wrong_path': {
    title: 'The path does not exist',
    faults: [{ response: { status: 404, error: { type: 'not_found_error', message: 'Not Found' } } }],
    nearMiss: {
      title: 'The 404 names a model',
      at: 'faults.0.response.error.message',
      is: 'model: claude-sonnet-5',
      diagnosis: 'request.model_not_found',
    },
  },
  'endpoint.wrong_platform': {
    title: 'A model id of Bedrock is sent to the Claude API',
    faults: [
      {
        response: {
          status: 404,
          error: { type: 'not_found_error', message: 'model: us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
        },
      },
    ],
    call: { params: { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' } },
    nearMiss: {
      title: 'The application asked for an id of the Claude API',
      at: 'call.params.model',
      is: 'claude-sonnet-5',
      diagnosis: 'request.model_not_found',
    },
  },
};

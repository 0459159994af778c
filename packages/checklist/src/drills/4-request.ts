// The drills of step 4, request: for each rule the situation that shows it, and its near miss.
import type { RuleDrill } from './near-miss.ts';

export const requestDrills: Readonly<Record<string, RuleDrill>> = {
  'request.beta_or_version': {
    title: 'A beta is not available',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header.',
          },
        },
      },
    ],
    call: { beta: true, params: { betas: ['effort-2025-11-24'] } },
    nearMiss: {
      title: 'Another header has the unexpected value',
      at: 'faults.0.response.error.message',
      is: 'Unexpected value(s) `true` for the `anthropic-user-profile-id` header.',
      diagnosis: 'request.unrecognized',
    },
  },
  'request.cache_control': {
    title: 'Five blocks have cache_control',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'A mark has a field that is not known',
      at: 'faults.0.response.error.message',
      is: 'system.0.cache_control.scope: Extra inputs are not permitted',
      diagnosis: 'request.unknown_field',
    },
  },
  'request.client_version': {
    title: 'The client is too old',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'This version of Claude Code is too old.',
            code: 'claude_code_version_too_old',
          },
        },
      },
    ],
    nearMiss: {
      title: "The code is about the key's creator",
      at: 'faults.0.response.error.code',
      is: 'claude_code_key_creator_not_member',
      diagnosis: 'identity.key_creator_left',
    },
  },
  'request.compaction': {
    title: 'A compaction block is misplaced',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'The compaction block is not the first block of the conversation.',
            code: 'compaction_block_misplaced',
          },
        },
      },
    ],
    call: { beta: true },
    nearMiss: {
      title: 'The code belongs to another status',
      at: 'faults.0.response.error.code',
      is: 'compaction_unavailable',
      diagnosis: 'request.unrecognized',
    },
  },
  'request.content_policy': {
    title: 'A filter blocks the output',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' },
        },
      },
    ],
    nearMiss: {
      title: 'The sentence names another policy',
      at: 'faults.0.response.error.message',
      is: 'Output blocked by the retention policy of the workspace',
      diagnosis: 'request.unrecognized',
    },
  },
  'request.context_window': {
    title: 'The prompt is too long',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'prompt is too long: 208310 tokens > 200000 maximum',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The figures are about max_tokens',
      at: 'faults.0.response.error.message',
      is: 'max_tokens: 208310 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-5',
      diagnosis: 'request.max_tokens_too_large',
    },
  },
  'request.empty_content': {
    title: 'A text block is empty',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'messages: text content blocks must be non-empty',
          },
        },
      },
    ],
    call: { params: { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] } },
    nearMiss: {
      title: 'The request has no message at all',
      at: 'faults.0.response.error.message',
      is: 'messages: at least one message is required',
      diagnosis: 'request.messages_empty',
    },
  },
  'request.encoding': {
    title: 'The body has an unknown encoding',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'The Content-Encoding of the request is not supported.',
            code: 'request_body_encoding_unsupported',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The code means a slow upload',
      at: 'faults.0.response.error.code',
      is: 'request_body_timeout',
      diagnosis: 'request.upload_timeout',
    },
  },
  'request.file_unavailable': {
    title: 'A file is not there',
    faults: [
      {
        response: {
          status: 404,
          error: { type: 'not_found_error', message: 'File not found: file_011CNha8iCJcU1wXNR6q4V8w' },
        },
      },
    ],
    call: { beta: true },
    nearMiss: {
      title: 'The same sentence comes with status 400',
      at: 'faults.0.response.status',
      is: 400,
      diagnosis: 'request.unrecognized',
    },
  },
  'request.header_characters': {
    title: 'A header has a curly apostrophe in it',
    call: { headers: { 'x-team': 'the engineers’ team' } },
    nearMiss: {
      title: 'The apostrophe is a plain one',
      at: 'call.headers.x-team',
      is: "the engineers' team",
      diagnosis: undefined,
    },
  },
  // Bedrock's ValidationException.
  'request.inference_profile': {
    title: 'A model needs an inference profile',
    faults: [
      {
        response: {
          status: 400,
          headers: { 'request-id': null, 'content-type': 'application/json' },
          body: '{"message":"Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model."}',
        },
      },
    ],
    call: { params: { model: 'anthropic.claude-sonnet-4-20250514-v1:0' } },
    nearMiss: {
      title: 'The model id itself is not valid',
      at: 'faults.0.response.body',
      is: '{"message": "The provided model identifier is invalid."}',
      diagnosis: 'endpoint.wrong_platform',
    },
  },
  'request.invalid_value': {
    title: 'A field has a value out of bounds',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'temperature: range: 0..1' },
        },
      },
    ],
    call: { params: { temperature: 3 } },
    nearMiss: {
      title: 'The field is not known at all',
      at: 'faults.0.response.error.message',
      is: 'temperature: Extra inputs are not permitted',
      diagnosis: 'request.unknown_field',
    },
  },
  'request.malformed_json': {
    title: 'The body is not JSON',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'The request body is not valid JSON: no low surrogate in string: line 1 column 195621 (char 195620)',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The invalid JSON is a schema in the request',
      at: 'faults.0.response.error.message',
      is: 'The JSON schema of the request is not valid JSON Schema',
      diagnosis: 'request.unrecognized',
    },
  },
  'request.max_tokens_too_large': {
    title: 'max_tokens is more than the model writes',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5-20251101',
          },
        },
      },
    ],
    nearMiss: {
      title: 'max_tokens is too small',
      at: 'faults.0.response.error.message',
      is: 'max_tokens: Input should be greater than or equal to 1',
      diagnosis: 'request.invalid_value',
    },
  },
  'request.mcp_server': {
    title: 'An MCP server refuses its token',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              "Invalid authorization token for MCP server 'notion'. Please check your token and try again.",
          },
        },
      },
    ],
    call: { beta: true },
    nearMiss: {
      title: 'The server cannot be reached',
      at: 'faults.0.response.error.message',
      is: 'Connection error while communicating with MCP server',
      diagnosis: 'request.mcp_unreachable',
    },
  },
  'request.mcp_unreachable': {
    title: 'An MCP server cannot be reached',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'Connection error while communicating with MCP server',
          },
        },
      },
    ],
    call: { beta: true },
    nearMiss: {
      title: 'The server is reached and refuses the token',
      at: 'faults.0.response.error.message',
      is: 'Authentication error while communicating with MCP server. Please check your authorization token.',
      diagnosis: 'request.mcp_server',
    },
  },
  'request.media': {
    title: 'An image is too large',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 15908784 bytes > 5242880 bytes',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The image has no data',
      at: 'faults.0.response.error.message',
      is: 'messages.0.content.0.image.source.base64.data: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.message_roles': {
    title: "The first message is not the user's",
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'messages: first message must use the "user" role',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The role is missing',
      at: 'faults.0.response.error.message',
      is: 'messages.0.role: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.messages_empty': {
    title: 'There are no messages',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'messages: at least one message is required' },
        },
      },
    ],
    call: { params: { messages: [] } },
    nearMiss: {
      title: 'The field is missing',
      at: 'faults.0.response.error.message',
      is: 'messages: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.missing_field': {
    title: 'A required field is missing',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
        },
      },
    ],
    call: { params: { max_tokens: undefined } },
    nearMiss: {
      title: 'The field is not a number',
      at: 'faults.0.response.error.message',
      is: 'max_tokens: Input should be a valid integer',
      diagnosis: 'request.invalid_value',
    },
  },
  'request.model_not_found': {
    title: 'The model does not exist',
    faults: [
      { response: { status: 404, error: { type: 'not_found_error', message: 'model: claude-sonet-4-6' } } },
    ],
    call: { params: { model: 'claude-sonet-4-6' } },
    nearMiss: {
      title: 'The 404 names no model',
      at: 'faults.0.response.error.message',
      is: 'Not Found',
      diagnosis: 'endpoint.wrong_path',
    },
  },
  'request.output_schema': {
    title: 'The schema of the output is too large',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'The compiled grammar is too large, which would cause performance issues. Simplify your tool schemas or reduce the number of strict tools.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The field is not known to this platform',
      at: 'faults.0.response.error.message',
      is: 'output_config.format: Extra inputs are not permitted',
      diagnosis: 'request.unknown_field',
    },
  },
  'request.sampling': {
    title: 'temperature and top_p are both set',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
          },
        },
      },
    ],
    call: { params: { temperature: 0.2, top_p: 0.4 } },
    nearMiss: {
      title: 'The value of temperature is out of range',
      at: 'faults.0.response.error.message',
      is: 'temperature: range: 0..1',
      diagnosis: 'request.invalid_value',
    },
  },
  // A gateway that is written with the SDK passes the SDK's refusal on.
  'request.streaming_required': {
    title: "A gateway passes the SDK's own refusal on",
    faults: [
      {
        response: {
          status: 500,
          headers: { 'request-id': null, 'content-type': 'application/json' },
          body: '{"error":{"message":"Streaming is required for operations that may take longer than 10 minutes. See https://platform.claude.com/docs/en/cli-sdks-libraries/sdks/typescript#long-requests for more details"}}',
        },
      },
    ],
    call: { maxRetries: 0, params: { max_tokens: 64_000 }, timeoutMs: 60_000 },
    nearMiss: {
      title: 'The gateway does not stream at all',
      at: 'faults.0.response.body',
      is: '{"error":{"message":"Streaming is not supported by this gateway"}}',
      diagnosis: 'endpoint.gateway_error',
    },
  },
  'request.thinking': {
    title: 'Thinking has a larger budget than max_tokens',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: '`max_tokens` must be greater than `thinking.budget_tokens`.',
          },
        },
      },
    ],
    call: { params: { thinking: { type: 'enabled', budget_tokens: 2048 } } },
    nearMiss: {
      title: 'The budget is missing',
      at: 'faults.0.response.error.message',
      is: 'thinking.enabled.budget_tokens: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.thread': {
    title: 'A thread does not exist any more',
    faults: [
      {
        response: {
          status: 404,
          error: {
            type: 'not_found_error',
            message: 'No usable thread state was found.',
            code: 'thread_not_found',
          },
        },
      },
    ],
    call: { beta: true },
    nearMiss: {
      title: 'The 404 has no code',
      at: 'faults.0.response.error.code',
      diagnosis: 'request.unrecognized',
    },
  },
  'request.too_large': {
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
      diagnosis: 'request.context_window',
    },
  },
  'request.tool_names': {
    title: 'Two tools have the same name',
    faults: [
      {
        response: {
          status: 400,
          error: { type: 'invalid_request_error', message: 'tools: Tool names must be unique.' },
        },
      },
    ],
    nearMiss: {
      title: 'The name is missing',
      at: 'faults.0.response.error.message',
      is: 'tools.0.custom.name: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.tool_schema': {
    title: 'A tool has an invalid schema',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'tools.12.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12).',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The schema is missing',
      at: 'faults.0.response.error.message',
      is: 'tools.12.custom.input_schema: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.tool_use_mismatch': {
    title: 'A tool use is left without its result',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message:
              'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_019P95AL5DFCUyhtgQDcWJ3x. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The result has no tool_use_id',
      at: 'faults.0.response.error.message',
      is: 'messages.2.content.0.tool_result.tool_use_id: Field required',
      diagnosis: 'request.missing_field',
    },
  },
  'request.tools_limit': {
    title: 'There are too many tools',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'The available tools exceed the limit.',
            code: 'available_tools_limit_exceeded',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The code is about the names of the tools',
      at: 'faults.0.response.error.code',
      is: 'tool_name_conflict',
      diagnosis: 'request.tool_names',
    },
  },
  'request.unknown_field': {
    title: 'A field is not known',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'context_management: Extra inputs are not permitted',
          },
        },
      },
    ],
    call: { params: { context_management: { edits: [] } } },
    nearMiss: {
      title: 'The field is known, its value is not',
      at: 'faults.0.response.error.message',
      is: 'context_management: Input should be an object',
      diagnosis: 'request.invalid_value',
    },
  },
  'request.unrecognized': {
    title: 'The API rejects the request in new words',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'This combination of features is not available yet.',
          },
        },
      },
    ],
    nearMiss: {
      title: 'The sentence begins with a field',
      at: 'faults.0.response.error.message',
      is: 'thinking_mode: This combination of features is not available yet.',
      diagnosis: 'request.invalid_value',
    },
  },
  'request.upload_timeout': {
    title: 'The body arrives too slowly',
    faults: [
      {
        response: {
          status: 400,
          error: {
            type: 'invalid_request_error',
            message: 'The request body did not finish arriving in time.',
            code: 'request_body_timeout',
          },
        },
      },
    ],
    call: { maxRetries: 0 },
    nearMiss: {
      title: 'The same code comes with status 504',
      at: 'faults.0.response.status',
      is: 504,
      diagnosis: 'service.timeout',
    },
  },
};

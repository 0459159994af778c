// The fields of a request: types, bounds, and the names and words that the API is known to reject.
// A name or word that is not in a list may be newer than the lists, so the checks accept it.

export type FieldKind = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';

/** The facts about a field. */
export interface FieldRule {
  readonly is: FieldKind | readonly FieldKind[];
  readonly required?: true;
  readonly min?: number;
  readonly max?: number;
  /** The pattern of a text, as the API writes it. */
  readonly pattern?: RegExp;
  /** Texts that the API rejects: words of other APIs, and typos. */
  readonly wrong?: readonly string[];
  /** The values that the API's answer names. */
  readonly expected?: string;
  /** The rule for each item. */
  readonly each?: FieldRule;
  readonly inside?: Shape;
  /** The possible objects, by their `type`. */
  readonly oneOf?: OneOf;
  /** The beta that the field needs: the request must enable one with one of these prefixes. */
  readonly beta?: readonly string[];
  /** The SDK sends it as a header. */
  readonly isHeader?: true;
}

/** The fields of an object, and names from other APIs that the API rejects there. */
export interface Shape {
  readonly fields: Readonly<Record<string, FieldRule>>;
  readonly wrong?: readonly string[];
}

export interface OneOf {
  readonly of: Readonly<Record<string, Shape>>;
  /** Values of `type` that the API rejects. */
  readonly wrong: readonly string[];
  /** The type of an object without `type`. */
  readonly otherwise?: string;
  /** Whether the API's path includes the `type`. */
  readonly inPath?: true;
}

const TEXT: FieldRule = { is: 'string' };
const NEEDED_TEXT: FieldRule = { is: 'string', required: true };
const FLAG: FieldRule = { is: 'boolean' };
const OBJECT: FieldRule = { is: 'object' };
const TOOL_ID: FieldRule = { is: 'string', required: true, pattern: /^[a-zA-Z0-9_-]+$/ };

const CACHE_CONTROL: FieldRule = {
  is: 'object',
  inside: { fields: { type: NEEDED_TEXT, ttl: TEXT } },
};

/** Names that the AI SDK uses for `cache_control`. */
const OF_OTHERS: readonly string[] = ['cacheControl', 'providerOptions'];

const IMAGE_TYPES = "'image/jpeg', 'image/png', 'image/gif' or 'image/webp'";

const IMAGE_SOURCE: FieldRule = {
  is: 'object',
  required: true,
  oneOf: {
    inPath: true,
    of: {
      base64: {
        fields: {
          media_type: {
            is: 'string',
            required: true,
            wrong: [
              'image/jpg',
              'image/bmp',
              'image/tiff',
              'image/svg+xml',
              'image/heic',
              'image/heif',
              'image/x-icon',
              'image/*',
              'application/pdf',
              'application/octet-stream',
              'jpeg',
              'jpg',
              'png',
              'gif',
              'webp',
            ],
            expected: IMAGE_TYPES,
          },
          data: NEEDED_TEXT,
        },
      },
      url: { fields: { url: NEEDED_TEXT } },
      file: { fields: { file_id: NEEDED_TEXT } },
    },
    wrong: ['image_url', 'uri', 'blob'],
  },
};

const DOCUMENT_SOURCE: FieldRule = {
  is: 'object',
  required: true,
  oneOf: {
    inPath: true,
    of: {
      base64: { fields: { media_type: NEEDED_TEXT, data: NEEDED_TEXT } },
      text: { fields: { media_type: NEEDED_TEXT, data: NEEDED_TEXT } },
      content: { fields: { content: { is: ['string', 'array'], required: true } } },
      url: { fields: { url: NEEDED_TEXT } },
      file: { fields: { file_id: NEEDED_TEXT } },
    },
    wrong: ['uri', 'blob', 'path'],
  },
};

const TEXT_BLOCK: Shape = {
  fields: { text: NEEDED_TEXT, cache_control: CACHE_CONTROL, citations: { is: 'array' } },
  wrong: OF_OTHERS,
};
const IMAGE_BLOCK: Shape = {
  fields: { source: IMAGE_SOURCE, cache_control: CACHE_CONTROL, transformations: OBJECT },
  wrong: [...OF_OTHERS, 'image_url', 'mimeType'],
};
const DOCUMENT_BLOCK: Shape = {
  fields: {
    source: DOCUMENT_SOURCE,
    cache_control: CACHE_CONTROL,
    citations: OBJECT,
    context: TEXT,
    title: TEXT,
  },
  wrong: OF_OTHERS,
};
const SEARCH_RESULT_BLOCK: Shape = {
  fields: {
    source: NEEDED_TEXT,
    title: NEEDED_TEXT,
    content: { is: 'array', required: true },
    cache_control: CACHE_CONTROL,
    citations: OBJECT,
  },
};

const OTHERS_BLOCKS: readonly string[] = [
  'image_url',
  'input_text',
  'output_text',
  'input_image',
  'input_file',
  'input_audio',
  'tool_call',
  'tool-call',
  'tool-result',
  'function_call',
  'function_call_output',
];

/** Blocks of messages, by their type. */
const BLOCKS: OneOf = {
  inPath: true,
  of: {
    text: TEXT_BLOCK,
    image: IMAGE_BLOCK,
    document: DOCUMENT_BLOCK,
    search_result: SEARCH_RESULT_BLOCK,
    tool_use: {
      fields: {
        id: TOOL_ID,
        name: NEEDED_TEXT,
        input: { is: 'object', required: true },
        cache_control: CACHE_CONTROL,
      },
      wrong: [...OF_OTHERS, 'arguments', 'function'],
    },
    tool_result: {
      fields: {
        tool_use_id: TOOL_ID,
        content: {
          is: ['string', 'array'],
          each: {
            is: 'object',
            oneOf: {
              inPath: true,
              of: {
                text: TEXT_BLOCK,
                image: IMAGE_BLOCK,
                document: DOCUMENT_BLOCK,
                search_result: SEARCH_RESULT_BLOCK,
                tool_reference: { fields: { tool_name: NEEDED_TEXT } },
              },
              wrong: OTHERS_BLOCKS,
            },
          },
        },
        is_error: FLAG,
        cache_control: CACHE_CONTROL,
      },
      wrong: [...OF_OTHERS, 'tool_call_id', 'toolUseId'],
    },
    thinking: {
      fields: { thinking: NEEDED_TEXT, signature: NEEDED_TEXT },
      wrong: [...OF_OTHERS, 'cache_control'],
    },
    redacted_thinking: { fields: { data: NEEDED_TEXT }, wrong: [...OF_OTHERS, 'cache_control'] },
    server_tool_use: {
      fields: { id: NEEDED_TEXT, name: NEEDED_TEXT, input: { is: 'object', required: true } },
    },
    web_search_tool_result: { fields: { tool_use_id: NEEDED_TEXT } },
    web_fetch_tool_result: { fields: { tool_use_id: NEEDED_TEXT } },
    code_execution_tool_result: { fields: { tool_use_id: NEEDED_TEXT } },
    container_upload: { fields: { file_id: NEEDED_TEXT } },
  },
  wrong: OTHERS_BLOCKS,
};

const MESSAGE: Shape = {
  fields: {
    role: NEEDED_TEXT,
    content: { is: ['string', 'array'], required: true, each: { is: 'object', oneOf: BLOCKS } },
  },
  wrong: [
    'tool_calls',
    'tool_call_id',
    'function_call',
    'refusal',
    // An answer that is sent back unchanged has these.
    'id',
    'model',
    'usage',
    'stop_reason',
    'stop_sequence',
  ],
};

/** `type` of tools that the application defines. */
const CUSTOM_TOOL: Shape = {
  fields: {
    name: NEEDED_TEXT,
    description: TEXT,
    input_schema: { is: 'object', required: true },
    cache_control: CACHE_CONTROL,
    defer_loading: FLAG,
    strict: FLAG,
    allowed_callers: { is: 'array' },
    input_examples: { is: 'array' },
  },
  wrong: [...OF_OTHERS, 'parameters', 'inputSchema', 'function'],
};

const THINKING: OneOf = {
  of: {
    enabled: { fields: { budget_tokens: { is: 'integer', required: true }, display: TEXT } },
    disabled: { fields: {} },
    adaptive: { fields: { display: TEXT } },
    between_tools: { fields: {} },
  },
  // `request.thinking` checks other kinds.
  wrong: [],
  inPath: true,
};

const JSON_FORMAT: FieldRule = {
  is: 'object',
  oneOf: {
    of: { json_schema: { fields: { schema: { is: 'object', required: true } }, wrong: ['json_schema'] } },
    wrong: ['json', 'json_object', 'text'],
  },
};

/** The parameters of `messages.create`, from the SDK's types, its beta resource, and older types. */
export const REQUEST: Shape = {
  fields: {
    model: NEEDED_TEXT,
    messages: {
      is: 'array',
      required: true,
      max: 100_000,
      each: { is: 'object', inside: MESSAGE },
    },
    max_tokens: { is: 'integer', required: true, min: 0 },
    system: {
      is: ['string', 'array'],
      each: {
        is: 'object',
        oneOf: { of: { text: TEXT_BLOCK }, wrong: ['image', 'document', ...OTHERS_BLOCKS] },
      },
    },
    stream: FLAG,
    stop_sequences: { is: 'array', each: { is: 'string' } },
    temperature: { is: 'number', min: 0, max: 1 },
    top_p: { is: 'number', max: 1 },
    top_k: { is: 'integer' },
    tools: {
      is: 'array',
      each: {
        is: 'object',
        oneOf: {
          of: { custom: CUSTOM_TOOL },
          wrong: ['function', 'tool', 'object'],
          otherwise: 'custom',
          inPath: true,
        },
      },
    },
    tool_choice: {
      is: 'object',
      oneOf: {
        of: {
          auto: { fields: { disable_parallel_tool_use: FLAG } },
          any: { fields: { disable_parallel_tool_use: FLAG } },
          tool: { fields: { name: NEEDED_TEXT, disable_parallel_tool_use: FLAG } },
          none: { fields: {} },
        },
        wrong: ['function', 'required', 'tools', 'force', 'allowed_tools'],
        inPath: true,
      },
    },
    thinking: { is: 'object', oneOf: THINKING },
    output_config: {
      is: 'object',
      inside: {
        fields: {
          effort: { is: 'string', wrong: ['none', 'minimal', 'off', 'default'] },
          format: JSON_FORMAT,
          task_budget: { is: 'object', beta: ['task-budgets-'] },
        },
        wrong: ['json_schema', 'reasoning_effort', 'response_format'],
      },
    },
    metadata: {
      is: 'object',
      inside: { fields: { user_id: TEXT }, wrong: ['userId', 'user', 'session_id', 'trace_id', 'tags'] },
    },
    service_tier: {
      is: 'string',
      wrong: ['standard', 'default', 'flex', 'priority', 'batch'],
      expected: "'auto' or 'standard_only'",
    },
    cache_control: CACHE_CONTROL,
    container: { is: ['string', 'object'] },
    diagnostics: OBJECT,
    inference_geo: TEXT,
    speed: TEXT,
    user_profile_id: { is: 'string', isHeader: true },
    workspace_id: { is: 'string', isHeader: true },
    betas: { is: 'array', each: { is: 'string' }, isHeader: true },
    billing_policy: { is: 'object', beta: ['user-profiles-'] },
    compaction: { is: 'object', beta: ['compact-'] },
    context_management: {
      is: 'object',
      inside: { fields: { edits: { is: 'array' } } },
      beta: ['context-management-', 'compact-'],
    },
    fallbacks: { is: ['string', 'array'], beta: ['server-side-fallback-'] },
    mcp_servers: {
      is: 'array',
      each: {
        is: 'object',
        inside: {
          fields: { type: NEEDED_TEXT, url: NEEDED_TEXT, name: NEEDED_TEXT, authorization_token: TEXT },
        },
      },
      beta: ['mcp-client-'],
    },
    // The SDK sends it as `output_config.format`.
    output_format: JSON_FORMAT,
    // The SDK enables the betas for these two itself.
    thread: OBJECT,
    fallback_credit_token: { is: ['string', 'object'] },
    // From Bedrock and Vertex AI, which name the model in the path.
    anthropic_version: TEXT,
    anthropic_beta: { is: ['array', 'string'] },
  },
  wrong: [
    'frequency_penalty',
    'function_call',
    'functions',
    'logit_bias',
    'logprobs',
    'max_completion_tokens',
    'max_output_tokens',
    'max_tokens_to_sample',
    'modalities',
    'n',
    'parallel_tool_calls',
    'presence_penalty',
    'prompt',
    'reasoning',
    'reasoning_effort',
    'response_format',
    'seed',
    'stop',
    'stream_options',
    'system_prompt',
    'top_logprobs',
    'user',
  ],
};

// The proofs of step 4, request.
import type { DrillCall, RequestView } from '@sevenstep/anthropic-simulator';
import { BEDROCK_ANSWER } from '../bedrock-answer.ts';
import { longPrompt } from '../long-prompt.ts';
import type { Proof } from '../proof.ts';

type Body = NonNullable<RequestView['body']>;
type Params = NonNullable<DrillCall['params']>;

/** The server rejects what has the fault, as the drill says, and answers the rest. The application sends what has it. */
const refusing = (
  reacts: string,
  has: (body: Body, request: RequestView) => boolean,
  params: Params,
  call: DrillCall = {},
): Proof => ({
  reacts: `Rejects ${reacts}`,
  met: () => (request) =>
    request.path === '/v1/messages' && request.body !== undefined && has(request.body, request),
  calls: [{ maxRetries: 0, ...call, params }],
});

/** Read as data: what a test sends need not be of the SDK's types. */
interface Turn {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}
interface Tool {
  readonly name: string;
  readonly defer_loading?: boolean;
  readonly input_schema?: { readonly type?: string };
}
const turnsOf = ({ messages }: Body): readonly Turn[] => messages as readonly Turn[];
const toolsOf = ({ tools = [] }: Body): readonly Tool[] => tools as readonly Tool[];
const textOf = (body: Body): string => JSON.stringify(body);
const user = (content: unknown) => ({ role: 'user', content });
const block = (type: string, more: object = {}) => ({ type, ...more });

const isBlank = ({ content }: Turn): boolean =>
  typeof content === 'string'
    ? content.trim() === ''
    : content.every(({ type, text }) => type === 'text' && text?.trim() === '');

const hasType = ({ content }: Turn, type: string): boolean =>
  typeof content !== 'string' && content.some((one) => one.type === type);

/** A file of 2 MB, where the page reads one. */
const REPORT = {
  "createReadStream('report.pdf')": "new File([new Uint8Array(2_000_000)], 'report.pdf')",
};
const UPLOADED = { type: 'file', id: 'file_011CNha8iCJcU1wXNR6q4V8w', filename: 'report.pdf' };

/** The server keeps a file, and refuses messages that have the fault. */
const keepingFiles = (proof: Proof): Proof => ({
  ...proof,
  besides: [
    {
      when: { path: '/v1/files' },
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(UPLOADED),
      },
    },
  ],
  replaced: REPORT,
});

const LARGE = [user(`Read this. ${'x'.repeat(2_000_000)}`)];
const isLarge = (_: Body, { bodyBytes }: RequestView): boolean => bodyBytes > 1_000_000;

const MCP = { type: 'url', name: 'docs', url: 'https://mcp.example.com/mcp', authorization_token: 'old' };
const mcpOf = ({ mcp_servers: servers }: Body): typeof MCP | undefined => (servers as (typeof MCP)[])?.[0];
const NEW_TOKEN = { fetchMcpToken: async () => 'new' };

const TOOLS = Array.from({ length: 12 }, (_, index) => ({
  name: `tool_${index}`,
  input_schema: { type: 'object', properties: {} },
}));

const TOOL_USE = { type: 'tool_use', id: 'toolu_019P95AL5DFCUyhtgQDcWJ3x', name: 'get_weather', input: {} };
const COMPACTION = { role: 'assistant', content: [block('compaction', { content: 'So far: a greeting.' })] };

export const requestProofs: Readonly<Record<string, Proof>> = {
  'request.beta_or_version': refusing(
    'a beta that it does not have',
    (_, { headers }) => String(headers['anthropic-beta']).includes('effort-2025-11-24'),
    { betas: ['effort-2025-11-24'] },
    { beta: true },
  ),
  'request.cache_control': refusing(
    'more than four marks',
    (body) => textOf(body).split('"cache_control"').length > 5,
    {
      system: Array.from({ length: 5 }, () =>
        block('text', { text: 'A part', cache_control: { type: 'ephemeral' } }),
      ),
    },
  ),
  'request.client_version': { reacts: 'Rejects an old client until it is upgraded' },
  'request.compaction': {
    ...refusing(
      'a compaction block that is not the first',
      (body) => turnsOf(body).some((turn, index) => index > 0 && hasType(turn, 'compaction')),
      { messages: [user('Hello'), COMPACTION, user('Go on')], betas: ['compact-2026-01-12'] },
      { beta: true },
    ),
    given: { history: [user('Hello'), COMPACTION, user('Go on')] },
  },
  'request.content_policy': refusing(
    'a request to copy a text word for word',
    (body) => textOf(body).includes('word for word'),
    { messages: [user('Write the chapter down, word for word.')] },
  ),
  'request.context_window': { reacts: 'Rejects more than 600 kB, which have 210 000 tokens', ...longPrompt },
  'request.empty_content': refusing('a message without text', (body) => turnsOf(body).some(isBlank), {
    messages: [user('Hello'), { role: 'assistant', content: 'Hello' }, user([block('text', { text: '' })])],
  }),
  'request.encoding': refusing(
    'a content-encoding',
    (_, { headers }) => headers['content-encoding'] !== undefined,
    {},
    { headers: { 'content-encoding': 'br' } },
  ),
  'request.file_unavailable': keepingFiles(
    refusing(
      'the id of a file that is gone',
      (body) => textOf(body).includes('file_the_old_one'),
      {
        messages: [user([block('document', { source: { type: 'file', file_id: 'file_the_old_one' } })])],
      },
      { beta: true },
    ),
  ),
  'request.header_characters': { reacts: 'Answers every request that can be sent' },
  'request.inference_profile': {
    ...refusing('a model id without a region', ({ model }) => !String(model).startsWith('us.'), {
      model: 'anthropic.claude-sonnet-4-20250514-v1:0',
    }),
    besides: [BEDROCK_ANSWER],
  },
  'request.invalid_value': {
    ...refusing('`max_tokens` below 1', ({ max_tokens: most }) => Number(most) < 1, { max_tokens: 0 }),
    drill: {
      title: 'A field has a value out of bounds',
      faults: [
        {
          response: {
            status: 400,
            error: {
              type: 'invalid_request_error',
              message: 'max_tokens: Input should be greater than or equal to 1',
            },
          },
        },
      ],
    },
  },
  'request.malformed_json': refusing(
    'a text with half a character',
    (body) => turnsOf(body).some(({ content }) => typeof content === 'string' && !content.isWellFormed()),
    { messages: [user('Hello 👋'.slice(0, 7))] },
  ),
  'request.max_tokens_too_large': refusing(
    '`max_tokens` above 64 000',
    ({ max_tokens: most }) => Number(most) > 64_000,
    { max_tokens: 128_001 },
    { method: 'stream' },
  ),
  'request.mcp_server': {
    ...refusing(
      'an old token of the server',
      (body) => mcpOf(body)?.authorization_token === 'old',
      { betas: ['mcp-client-2025-11-20'], mcp_servers: [MCP] },
      { beta: true },
    ),
    given: NEW_TOKEN,
  },
  'request.mcp_unreachable': {
    ...refusing(
      'a server at a private address',
      (body) => mcpOf(body)?.url.includes('localhost') === true,
      { betas: ['mcp-client-2025-11-20'], mcp_servers: [{ ...MCP, url: 'https://localhost:3000/mcp' }] },
      { beta: true },
    ),
    given: NEW_TOKEN,
  },
  'request.media': {
    ...refusing('a JPEG that says it is a PNG', (body) => /"image\/png","data":"\/9j/.test(textOf(body)), {
      messages: [
        user([block('image', { source: { type: 'base64', media_type: 'image/png', data: '/9j/4AAQ' } })]),
      ],
    }),
    // The bytes of a JPEG.
    replaced: { "readFile('photo.png')": "Promise.resolve(Buffer.from('/9j/4AAQ', 'base64'))" },
  },
  'request.message_roles': refusing(
    'a conversation that the assistant begins',
    (body) => turnsOf(body)[0]?.role !== 'user',
    { messages: [{ role: 'assistant', content: 'Hello' }, user('Hello')] },
  ),
  'request.messages_empty': refusing('a request without messages', (body) => turnsOf(body).length === 0, {
    messages: [],
  }),
  'request.missing_field': refusing(
    'a request without `max_tokens`',
    ({ max_tokens: most }) => most === undefined,
    { max_tokens: undefined },
  ),
  'request.model_not_found': refusing(
    'a model id that is misspelled',
    ({ model }) => model === 'claude-sonet-4-6',
    { model: 'claude-sonet-4-6' },
  ),
  'request.output_schema': refusing(
    'a schema that is open',
    (body) => !textOf(body).includes('"additionalProperties":false'),
    {
      output_config: {
        format: { type: 'json_schema', schema: { type: 'object', additionalProperties: true } },
      },
    },
  ),
  'request.sampling': refusing(
    'temperature beside top_p',
    (body) => 'temperature' in body && 'top_p' in body,
    { temperature: 0.2, top_p: 0.4 },
  ),
  'request.streaming_required': {
    reacts: 'Rejects a long answer that is not streamed',
    met:
      () =>
      ({ stream }) =>
        !stream,
  },
  'request.thinking': refusing(
    'a budget above `max_tokens`',
    ({ thinking, max_tokens: most }) =>
      Number((thinking as { budget_tokens?: number } | undefined)?.budget_tokens) >= Number(most),
    { thinking: { type: 'enabled', budget_tokens: 2048 } },
  ),
  'request.thread': refusing(
    'a thread that is gone',
    ({ thread }) => thread !== undefined,
    { thread: { type: 'continue', previous_message_id: 'msg_of_last_month' } },
    { beta: true },
  ),
  'request.too_large': keepingFiles(refusing('a body above 1 MB', isLarge, { messages: LARGE })),
  'request.tool_names': refusing(
    'a name that is there twice',
    (body) => new Set(toolsOf(body).map(({ name }) => name)).size < toolsOf(body).length,
    { tools: [...TOOLS.slice(0, 2), ...TOOLS.slice(0, 1)] },
  ),
  'request.tool_schema': refusing(
    'a schema that is no object',
    (body) => toolsOf(body).some(({ input_schema: schema }) => schema?.type !== 'object'),
    { tools: [{ name: 'get_weather', input_schema: { type: 'text' } }] },
  ),
  'request.tool_use_mismatch': {
    ...refusing(
      'a tool use without its result',
      (body) =>
        turnsOf(body).some((turn) => hasType(turn, 'tool_use')) && !textOf(body).includes('tool_result'),
      {},
    ),
    besides: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: {} } } }],
    calls: [
      {},
      {
        params: {
          messages: [user('Hello'), { role: 'assistant', content: [TOOL_USE] }, user('And tomorrow?')],
        },
      },
    ],
    given: { run: async () => 'Sunny' },
  },
  'request.tools_limit': refusing(
    'more than ten tools that are loaded at once',
    (body) => toolsOf(body).filter(({ defer_loading: deferred }) => !deferred).length > 10,
    { tools: TOOLS },
  ),
  'request.unknown_field': refusing(
    'a field without its beta',
    (body, { headers }) => 'context_management' in body && headers['anthropic-beta'] === undefined,
    { context_management: { edits: [] } },
  ),
  'request.upload_timeout': keepingFiles(refusing('a body above 1 MB', isLarge, { messages: LARGE })),
};

// Every way to break a request that a check finds: the change, the rule, and the change beside it that breaks nothing.
import {
  ASK,
  assistant,
  base64,
  image,
  JPEG,
  MARK,
  type Params,
  png,
  ROUND,
  result,
  schema,
  text,
  tool,
  use,
  user,
} from './forms.ts';

/** A change of a request. */
export type Change = (params: Params) => Params;

/** One way to break a request. */
export interface Break {
  /** The rule that it breaks. */
  readonly id: `request.${string}`;
  readonly title: string;
  /** Where the finding is, in the request of {@link base}. */
  readonly path: string;
  readonly change: Change;
  /** The same with the one deciding fact changed: nothing is found. */
  readonly near: Change;
  /** The request to be changed. Default: {@link ASK}. */
  readonly base?: Params;
  readonly context?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly client?: 'sdk' | 'http';
    readonly method?: 'create' | 'stream';
    readonly now?: Date;
  };
  /** Whether it breaks any request, and not only its own. */
  readonly anywhere?: true;
}

const set =
  (more: Params): Change =>
  (params) => ({ ...params, ...more });
const without =
  (name: string): Change =>
  ({ [name]: _, ...rest }) =>
    rest;
const same: Change = (params) => params;
/** Another message of the user in front. */
const first =
  (content: unknown): Change =>
  (params) => ({ ...params, messages: [user(content), ...list(params.messages)] });
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const tools = (...given: readonly unknown[]): Change => set({ tools: given });
const on = (model: string): Params => ({ ...ASK, model });
const withHistory = (...messages: readonly unknown[]): Change => set({ messages, tools: [tool('lookup')] });
const NO_HEADERS = { headers: {} };

export const BREAKS: readonly Break[] = [
  // Fields that are missing.
  {
    id: 'request.missing_field',
    title: 'no `model`',
    path: 'model',
    change: without('model'),
    near: set({ model: 'a-model-of-tomorrow' }),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'no `max_tokens`',
    path: 'max_tokens',
    change: without('max_tokens'),
    near: set({ max_tokens: 1 }),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'no `messages`',
    path: 'messages',
    change: without('messages'),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a message without `content`',
    path: 'messages.0.content',
    change: set({ messages: [{ role: 'user' }] }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a message without `role`',
    path: 'messages.0.role',
    change: set({ messages: [{ content: 'Hello' }] }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a block without `type`',
    path: 'messages.0.content.0.type',
    change: first([{ text: 'Hello' }]),
    near: first([text('Hello')]),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'an image without `data`',
    path: 'messages.0.content.0.source.data',
    change: first([{ type: 'image', source: { type: 'base64', media_type: 'image/png' } }]),
    near: first([image(png(8, 8), 'image/png')]),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a result without its id',
    path: 'messages.2.content.0.tool_use_id',
    change: withHistory(ROUND[0], ROUND[1], user([{ type: 'tool_result', content: 'x' }])),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.missing_field',
    title: 'a budget that is missing',
    path: 'thinking.budget_tokens',
    base: on('claude-haiku-4-5'),
    change: set({ thinking: { type: 'enabled' } }),
    near: set({ max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
  },
  {
    id: 'request.missing_field',
    title: 'a tool without a schema',
    path: 'tools.0.input_schema',
    change: tools({ name: 'lookup' }),
    near: tools(tool('lookup')),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a schema without `type`',
    path: 'tools.0.input_schema.type',
    change: tools(tool('lookup', { input_schema: { properties: {} } })),
    near: tools(tool('lookup', { input_schema: { type: 'object' } })),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a tool without a name',
    path: 'tools.0.name',
    change: tools({ input_schema: schema() }),
    near: tools({ name: 'a', input_schema: schema() }),
    anywhere: true,
  },
  {
    id: 'request.missing_field',
    title: 'a choice without tools',
    path: 'tools',
    change: set({ tools: [], tool_choice: { type: 'auto' } }),
    near: set({ tools: [tool('lookup')], tool_choice: { type: 'auto' } }),
  },
  {
    id: 'request.missing_field',
    title: 'a choice of a tool without its name',
    path: 'tool_choice.name',
    change: set({ tools: [tool('lookup')], tool_choice: { type: 'tool' } }),
    near: set({ tools: [tool('lookup')], tool_choice: { type: 'tool', name: 'lookup' } }),
  },

  // Types and bounds.
  {
    id: 'request.invalid_value',
    title: '`messages` that is a text',
    path: 'messages',
    change: set({ messages: 'Hello' }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`max_tokens` with a fraction',
    path: 'max_tokens',
    change: set({ max_tokens: 10.5 }),
    near: set({ max_tokens: 10 }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`max_tokens` in words',
    path: 'max_tokens',
    change: set({ max_tokens: 'many' }),
    near: set({ max_tokens: '64' }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`max_tokens` below 0',
    path: 'max_tokens',
    change: set({ max_tokens: -1 }),
    near: set({ max_tokens: 0 }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`model` that is a number',
    path: 'model',
    change: set({ model: 5 }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`temperature` above 1',
    path: 'temperature',
    base: on('claude-haiku-4-5'),
    change: set({ temperature: 3 }),
    near: set({ temperature: 1 }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`system` that is an object',
    path: 'system',
    change: set({ system: { text: 'Be short' } }),
    near: set({ system: 'Be short' }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`stop_sequences` that is a text',
    path: 'stop_sequences',
    change: set({ stop_sequences: 'END' }),
    near: set({ stop_sequences: ['END'] }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: 'a stop sequence of blanks',
    path: 'stop_sequences.0',
    change: set({ stop_sequences: ['\n\n'] }),
    near: set({ stop_sequences: ['\n\nUser:'] }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: '`tool_choice` that is a text',
    path: 'tool_choice',
    change: set({ tools: [tool('lookup')], tool_choice: 'auto' }),
    near: set({ tools: [tool('lookup')], tool_choice: { type: 'auto' } }),
  },
  {
    id: 'request.invalid_value',
    title: "OpenAI's form of a tool",
    path: 'tools.0',
    change: tools({ type: 'function', function: { name: 'lookup', parameters: schema() } }),
    near: tools(tool('lookup', { type: 'custom' })),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: "OpenAI's form of an image",
    path: 'messages.0.content.0',
    change: first([{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }]),
    near: first([{ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }]),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: 'the input of a use as a text',
    path: 'messages.1.content.0.input',
    change: withHistory(
      ROUND[0],
      assistant([use('toolu_01A', 'lookup', { input: '{"place":"Bern"}' })]),
      ROUND[2],
    ),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.invalid_value',
    title: 'an id of a use with a blank',
    path: 'messages.1.content.0.id',
    change: withHistory(ROUND[0], assistant([use('call 1')]), user([result('call 1')])),
    near: withHistory(ROUND[0], assistant([use('call_1')]), user([result('call_1')])),
  },
  {
    id: 'request.invalid_value',
    title: 'a result in a message of the assistant',
    path: 'messages.1.content.0',
    change: withHistory(ROUND[0], assistant([result('toolu_01A'), text('18')]), user('Thanks')),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.invalid_value',
    title: 'a tier of another API',
    path: 'service_tier',
    change: set({ service_tier: 'flex' }),
    near: set({ service_tier: 'standard_only' }),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: 'an address of data in place of base64',
    path: 'messages.0.content.0.source.data',
    change: first([image(`data:image/png;base64,${png(8, 8)}`, 'image/png')]),
    near: first([image(png(8, 8), 'image/png')]),
    anywhere: true,
  },
  {
    id: 'request.invalid_value',
    title: 'a forced tool on a model that takes none',
    path: 'tool_choice',
    base: on('claude-opus-5-5'),
    change: set({ tools: [tool('lookup')], tool_choice: { type: 'any' } }),
    near: set({ tools: [tool('lookup')], tool_choice: { type: 'auto' } }),
  },

  // Fields that are not known.
  {
    id: 'request.unknown_field',
    title: 'a field of OpenAI',
    path: 'max_completion_tokens',
    change: set({ max_completion_tokens: 64 }),
    near: set({ field_of_tomorrow: 64 }),
    anywhere: true,
  },
  {
    id: 'request.unknown_field',
    title: 'a misspelled field',
    path: 'stop_sequence',
    change: set({ stop_sequence: ['END'] }),
    near: set({ stop_sequences: ['END'] }),
    anywhere: true,
  },
  {
    id: 'request.unknown_field',
    title: 'a field in camel case',
    path: 'maxTokens',
    change: set({ maxTokens: 64 }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.unknown_field',
    title: 'a field of a beta without it',
    path: 'context_management',
    change: set({ context_management: { edits: [] } }),
    near: set({ context_management: { edits: [] }, betas: ['context-management-2025-06-27'] }),
    context: NO_HEADERS,
  },
  {
    id: 'request.unknown_field',
    title: 'an answer of OpenAI in the history',
    path: 'messages.0.tool_calls',
    change: set({ messages: [{ role: 'user', content: 'Hi', tool_calls: [] }] }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.unknown_field',
    title: '`betas` in the body',
    path: 'betas',
    change: set({ betas: ['files-api-2025-04-14'] }),
    near: same,
    context: { client: 'http', headers: { 'anthropic-version': '2023-06-01' } },
  },
  {
    id: 'request.unknown_field',
    title: '`cache_control` of a thinking block',
    path: 'messages.1.content.0.cache_control',
    change: set({
      messages: [
        user('Hi'),
        assistant([
          { type: 'thinking', thinking: 'Hm', signature: 'c2ln', cache_control: MARK },
          text('Hello'),
        ]),
        user('And?'),
      ],
    }),
    near: set({
      messages: [
        user('Hi'),
        assistant([
          { type: 'thinking', thinking: 'Hm', signature: 'c2ln' },
          text('Hello', { cache_control: MARK }),
        ]),
        user('And?'),
      ],
    }),
  },
  {
    id: 'request.unknown_field',
    title: '`parameters` of a tool',
    path: 'tools.0.parameters',
    change: tools(tool('lookup', { parameters: schema() })),
    near: tools(tool('lookup')),
    anywhere: true,
  },

  // Messages.
  {
    id: 'request.messages_empty',
    title: 'no message at all',
    path: 'messages',
    change: set({ messages: [] }),
    near: same,
    anywhere: true,
  },
  {
    id: 'request.message_roles',
    title: 'a role of another API',
    path: 'messages.0.role',
    change: set({ messages: [{ role: 'developer', content: 'Be short' }, user('Hi')] }),
    near: set({ messages: [user('Be short'), user('Hi')] }),
    anywhere: true,
  },
  {
    id: 'request.message_roles',
    title: 'a last message of the assistant, on a model that does not continue it',
    path: 'messages.1',
    change: set({ messages: [user('Name a tree'), assistant('The')] }),
    near: set({ model: 'claude-haiku-4-5', messages: [user('Name a tree'), assistant('The')] }),
  },
  {
    id: 'request.empty_content',
    title: 'an empty text block',
    path: 'messages.0.content.0',
    change: first([text('')]),
    near: first([text('.')]),
    anywhere: true,
  },
  {
    id: 'request.empty_content',
    title: 'a text block of blanks',
    path: 'messages.0.content.0',
    change: first([text(' \n')]),
    near: first([text(' \n.')]),
    anywhere: true,
  },
  {
    id: 'request.empty_content',
    title: 'an empty message',
    path: 'messages.0.content',
    change: first(''),
    near: first('x'),
    anywhere: true,
  },
  {
    id: 'request.empty_content',
    title: 'a message without blocks',
    path: 'messages.0.content',
    change: first([]),
    near: first([text('x')]),
    anywhere: true,
  },
  {
    id: 'request.empty_content',
    title: 'an empty block of `system`',
    path: 'system.0',
    change: set({ system: [text('')] }),
    near: set({ system: [text('Be short')] }),
    anywhere: true,
  },
  {
    id: 'request.empty_content',
    title: 'a last message of the assistant that ends in a blank',
    path: 'messages.1.content',
    base: on('claude-haiku-4-5'),
    change: set({ messages: [user('Name a tree'), assistant('The ')] }),
    near: set({ messages: [user('Name a tree'), assistant('The')] }),
  },
  {
    id: 'request.malformed_json',
    title: 'half of a surrogate pair',
    path: 'messages.0.content',
    change: first('cut \ud83d'),
    near: first('whole \ud83c\udf33'),
    anywhere: true,
  },

  // Tool uses and results.
  {
    id: 'request.tool_use_mismatch',
    title: 'a use without its result',
    path: 'messages.1.content.1',
    change: withHistory(ROUND[0], ROUND[1], user('Never mind')),
    near: withHistory(...ROUND, assistant('18'), user('Thanks')),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'one of two uses without its result',
    path: 'messages.1.content.1',
    change: withHistory(
      ROUND[0],
      assistant([use('toolu_01A'), use('toolu_01B')]),
      user([result('toolu_01A')]),
    ),
    near: withHistory(
      ROUND[0],
      assistant([use('toolu_01A'), use('toolu_01B')]),
      user([result('toolu_01B'), result('toolu_01A')]),
    ),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'a result without its use',
    path: 'messages.0.content.0',
    change: withHistory(user([result('toolu_01A')])),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'a result with another id',
    path: 'messages.1.content.1',
    change: withHistory(ROUND[0], ROUND[1], user([result('toolu_01B')])),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'two results of one use',
    path: 'messages.2.content.1',
    change: withHistory(ROUND[0], ROUND[1], user([result('toolu_01A'), result('toolu_01A')])),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'two uses with one id',
    path: 'messages.1.content.1',
    change: withHistory(ROUND[0], assistant([use('toolu_01A'), use('toolu_01A')]), ROUND[2]),
    near: withHistory(...ROUND),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'text in front of a result',
    path: 'messages.2.content.0',
    change: withHistory(ROUND[0], ROUND[1], user([text('Here:'), result('toolu_01A')])),
    near: withHistory(ROUND[0], ROUND[1], user([result('toolu_01A'), text('There.')])),
  },
  {
    id: 'request.tool_use_mismatch',
    title: 'a result two messages later',
    path: 'messages.1.content.1',
    change: withHistory(ROUND[0], ROUND[1], user('One moment'), assistant('Fine.'), ROUND[2]),
    near: withHistory(ROUND[0], ROUND[1], ROUND[2], user('And there?')),
  },

  // Tools.
  {
    id: 'request.tool_names',
    title: 'two tools of one name',
    path: 'tools.1.name',
    change: tools(tool('lookup'), tool('lookup')),
    near: tools(tool('lookup'), tool('lookup2')),
    anywhere: true,
  },
  {
    id: 'request.tool_names',
    title: 'a name with a point',
    path: 'tools.0.name',
    change: tools(tool('weather.lookup')),
    near: tools(tool('weather-lookup_2')),
    anywhere: true,
  },
  {
    id: 'request.tool_names',
    title: 'a name that is too long',
    path: 'tools.0.name',
    change: tools(tool('x'.repeat(129))),
    near: tools(tool('x'.repeat(128))),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'a schema of an array',
    path: 'tools.0.input_schema.type',
    change: tools(tool('lookup', { input_schema: { type: 'array' } })),
    near: tools(tool('lookup', { input_schema: { type: 'object' } })),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'a union at the root of a schema',
    path: 'tools.0.input_schema.anyOf',
    change: tools(tool('lookup', { input_schema: schema({}, { anyOf: [{ required: ['a'] }] }) })),
    near: tools(
      tool('lookup', { input_schema: schema({ a: { anyOf: [{ type: 'string' }, { type: 'null' }] } }) }),
    ),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'a type that JSON Schema does not have',
    path: 'tools.0.input_schema.properties.a.type',
    change: tools(tool('lookup', { input_schema: schema({ a: { type: 'int' } }) })),
    near: tools(tool('lookup', { input_schema: schema({ a: { type: ['integer', 'null'] } }) })),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: '`required` in a property',
    path: 'tools.0.input_schema.properties.a.required',
    change: tools(tool('lookup', { input_schema: schema({ a: { type: 'string', required: true } }) })),
    near: tools(tool('lookup', { input_schema: schema({ a: { type: 'string' } }, { required: ['a'] }) })),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'items of an older draft',
    path: 'tools.0.input_schema.properties.a.items',
    change: tools(
      tool('lookup', { input_schema: schema({ a: { type: 'array', items: [{ type: 'string' }] } }) }),
    ),
    near: tools(
      tool('lookup', {
        input_schema: schema({ a: { type: 'array', prefixItems: [{ type: 'string' }], items: false } }),
      }),
    ),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'a bound of draft 4',
    path: 'tools.0.input_schema.properties.a.exclusiveMinimum',
    change: tools(
      tool('lookup', { input_schema: schema({ a: { type: 'number', minimum: 0, exclusiveMinimum: true } }) }),
    ),
    near: tools(tool('lookup', { input_schema: schema({ a: { type: 'number', exclusiveMinimum: 0 } }) })),
    anywhere: true,
  },
  {
    id: 'request.tool_schema',
    title: 'a name of a property with a sign',
    path: 'tools.0.input_schema.properties',
    change: tools(tool('lookup', { input_schema: schema({ 'the place': { type: 'string' } }) })),
    near: tools(tool('lookup', { input_schema: schema({ 'the.place-1': { type: 'string' } }) })),
    anywhere: true,
  },
  {
    id: 'request.tools_limit',
    title: 'more than 10 000 tools',
    path: 'tools',
    change: set({
      tools: Array.from({ length: 10_001 }, (_, index) => ({
        name: `t${index}`,
        input_schema: { type: 'object' },
      })),
    }),
    near: set({ tools: Array.from({ length: 200 }, (_, index) => tool(`t${index}`)) }),
  },
  {
    id: 'request.output_schema',
    title: 'an object of structured output that is open',
    path: 'output_config.format.schema',
    change: set({
      output_config: { format: { type: 'json_schema', schema: schema({ a: { type: 'string' } }) } },
    }),
    near: set({
      output_config: {
        format: {
          type: 'json_schema',
          schema: schema({ a: { type: 'string' } }, { additionalProperties: false }),
        },
      },
    }),
    anywhere: true,
  },
  {
    id: 'request.output_schema',
    title: 'an inner object that is open',
    path: 'output_config.format.schema.properties.a',
    change: set({
      output_config: {
        format: { type: 'json_schema', schema: schema({ a: schema() }, { additionalProperties: false }) },
      },
    }),
    near: set({
      output_config: {
        format: {
          type: 'json_schema',
          schema: schema({ a: schema({}, { additionalProperties: false }) }, { additionalProperties: false }),
        },
      },
    }),
    anywhere: true,
  },
  {
    id: 'request.output_schema',
    title: 'more than 20 strict tools',
    path: 'tools',
    change: set({ tools: Array.from({ length: 21 }, (_, index) => tool(`t${index}`, { strict: true })) }),
    near: set({ tools: Array.from({ length: 20 }, (_, index) => tool(`t${index}`, { strict: true })) }),
    anywhere: true,
  },
  {
    id: 'request.mcp_server',
    title: 'a server that no toolset names',
    path: 'mcp_servers.0',
    change: set({
      betas: ['mcp-client-2025-11-20'],
      mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'notes' }],
    }),
    near: set({
      betas: ['mcp-client-2025-11-20'],
      mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'notes' }],
      tools: [{ type: 'mcp_toolset', mcp_server_name: 'notes' }],
    }),
  },

  // The prompt cache.
  {
    id: 'request.cache_control',
    title: 'five marks',
    path: 'messages.0.content.2',
    change: set({
      tools: [tool('lookup', { cache_control: MARK })],
      system: [text('Be short', { cache_control: MARK })],
      messages: [user([1, 2, 3].map((part) => text(`Part ${part}`, { cache_control: MARK })))],
    }),
    near: set({
      tools: [tool('lookup', { cache_control: MARK })],
      system: [text('Be short', { cache_control: MARK })],
      messages: [user([1, 2].map((part) => text(`Part ${part}`, { cache_control: MARK })))],
    }),
  },
  {
    id: 'request.cache_control',
    title: 'an hour behind five minutes',
    path: 'messages.0.content.0.cache_control.ttl',
    change: set({
      system: [text('Be short', { cache_control: MARK })],
      messages: [user([text('Hi', { cache_control: { ...MARK, ttl: '1h' } })])],
    }),
    near: set({
      system: [text('Be short', { cache_control: { ...MARK, ttl: '1h' } })],
      messages: [user([text('Hi', { cache_control: { ...MARK, ttl: '5m' } })])],
    }),
  },
  {
    id: 'request.cache_control',
    title: 'a mark on an empty text',
    path: 'messages.0.content.0',
    change: first([text('', { cache_control: MARK })]),
    near: first([text('.')]),
    anywhere: true,
  },

  // Images and documents.
  {
    id: 'request.media',
    title: 'a JPEG that is called a PNG',
    path: 'messages.0.content.0.source.data',
    change: first([image(JPEG, 'image/png')]),
    near: first([image(JPEG, 'image/jpeg')]),
    anywhere: true,
  },
  {
    id: 'request.media',
    title: 'a PDF as an image',
    path: 'messages.0.content.0.source.data',
    change: first([image(base64('%PDF-1.7\n'), 'image/png')]),
    near: first([image(base64('bytes of some kind'), 'image/png')]),
    anywhere: true,
  },
  {
    id: 'request.media',
    title: 'a type that is not taken',
    path: 'messages.0.content.0.source.media_type',
    change: first([image(JPEG, 'image/jpg')]),
    near: first([image(JPEG, 'image/jpeg')]),
    anywhere: true,
  },
  {
    id: 'request.media',
    title: 'an image of more than 5 MB',
    path: 'messages.0.content.0.source.data',
    change: first([image(`/9j/${'A'.repeat(7_100_000)}`, 'image/jpeg')]),
    near: first([image(`/9j/${'A'.repeat(6_900_000)}`, 'image/jpeg')]),
  },
  {
    id: 'request.media',
    title: 'an image of more than 8 000 pixels',
    path: 'messages.0.content.0.source.data',
    change: first([image(png(8001, 10), 'image/png')]),
    near: first([image(png(8000, 10), 'image/png')]),
    anywhere: true,
  },
  {
    id: 'request.media',
    title: 'more than 20 images of which one has more than 2 000 pixels',
    path: 'messages.0.content.20.source.data',
    change: first(
      Array.from({ length: 21 }, (_, index) => image(png(index === 20 ? 2001 : 50, 50), 'image/png')),
    ),
    near: first(Array.from({ length: 21 }, () => image(png(2000, 50), 'image/png'))),
  },
  {
    id: 'request.media',
    title: 'more than 100 images on a model with a small window',
    path: 'messages',
    base: on('claude-haiku-4-5'),
    change: first(Array.from({ length: 101 }, () => image(png(9, 9), 'image/png'))),
    near: first(Array.from({ length: 100 }, () => image(png(9, 9), 'image/png'))),
  },

  // Limits of models.
  {
    id: 'request.model_not_found',
    title: 'a misspelled family',
    path: 'model',
    change: set({ model: 'claude-sonet-4-6' }),
    near: set({ model: 'claude-sonata-4-6' }),
    anywhere: true,
  },
  {
    id: 'request.model_not_found',
    title: 'a retired model',
    path: 'model',
    change: set({ model: 'claude-opus-4-20250514' }),
    near: set({ model: 'claude-opus-4-5-20251101' }),
    context: { now: new Date('2026-11-29') },
  },
  {
    id: 'request.max_tokens_too_large',
    title: 'more output than the model has',
    path: 'max_tokens',
    base: { ...on('claude-opus-4-5-20251101'), stream: true },
    change: set({ max_tokens: 64_001 }),
    near: set({ max_tokens: 64_000 }),
  },
  {
    id: 'request.streaming_required',
    title: 'a long answer without streaming',
    path: 'max_tokens',
    change: set({ max_tokens: 21_334 }),
    near: set({ max_tokens: 21_333 }),
  },
  {
    id: 'request.streaming_required',
    title: 'an answer without streaming that is long for its model',
    path: 'max_tokens',
    change: set({ model: 'claude-opus-4-1@20250805', max_tokens: 8193 }),
    near: set({ model: 'claude-opus-4-1@20250805', max_tokens: 8192 }),
  },
  {
    id: 'request.thinking',
    title: 'a budget below 1 024',
    path: 'thinking.budget_tokens',
    base: on('claude-haiku-4-5'),
    change: set({ max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 1023 } }),
    near: set({ max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 1024 } }),
  },
  {
    id: 'request.thinking',
    title: 'a budget that leaves nothing for the answer',
    path: 'thinking.budget_tokens',
    base: on('claude-haiku-4-5'),
    change: set({ max_tokens: 2048, thinking: { type: 'enabled', budget_tokens: 2048 } }),
    near: set({ max_tokens: 2049, thinking: { type: 'enabled', budget_tokens: 2048 } }),
  },
  {
    id: 'request.thinking',
    title: 'a budget on a model that takes none',
    path: 'thinking.type',
    change: set({ max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
    near: set({ thinking: { type: 'adaptive' } }),
  },
  {
    id: 'request.thinking',
    title: 'adaptive thinking on a model that takes a budget',
    path: 'thinking.type',
    base: on('claude-haiku-4-5'),
    change: set({ thinking: { type: 'adaptive' } }),
    near: set({ thinking: { type: 'disabled' } }),
  },
  {
    id: 'request.thinking',
    title: 'no thinking on a model that always thinks',
    path: 'thinking.type',
    base: on('claude-opus-5-5'),
    change: set({ thinking: { type: 'disabled' } }),
    near: set({ thinking: { type: 'adaptive' } }),
  },
  {
    id: 'request.thinking',
    title: 'the highest effort without thinking',
    path: 'output_config.effort',
    base: on('claude-opus-5'),
    change: set({ thinking: { type: 'disabled' }, output_config: { effort: 'max' } }),
    near: set({ thinking: { type: 'disabled' }, output_config: { effort: 'high' } }),
  },
  {
    id: 'request.thinking',
    title: 'a kind of thinking of another API',
    path: 'thinking.type',
    change: set({ thinking: { type: 'auto' } }),
    near: set({ thinking: { type: 'a_kind_of_tomorrow' } }),
    anywhere: true,
  },
  {
    id: 'request.thinking',
    title: 'a temperature beside a budget',
    path: 'temperature',
    base: on('claude-haiku-4-5'),
    change: set({ temperature: 0.5, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
    near: set({ temperature: 1, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
  },
  {
    id: 'request.thinking',
    title: '`top_p` beside a budget',
    path: 'top_p',
    base: on('claude-haiku-4-5'),
    change: set({ top_p: 0.5, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
    near: set({ top_p: 0.95, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
  },
  {
    id: 'request.thinking',
    title: '`top_k` beside a budget',
    path: 'top_k',
    base: on('claude-haiku-4-5'),
    change: set({ top_k: 5, max_tokens: 4096, thinking: { type: 'enabled', budget_tokens: 2048 } }),
    near: set({ top_k: 5 }),
  },
  {
    id: 'request.thinking',
    title: 'a forced tool beside a budget',
    path: 'tool_choice',
    base: on('claude-haiku-4-5'),
    change: set({
      tools: [tool('lookup')],
      tool_choice: { type: 'any' },
      max_tokens: 4096,
      thinking: { type: 'enabled', budget_tokens: 2048 },
    }),
    near: set({
      tools: [tool('lookup')],
      tool_choice: { type: 'auto' },
      max_tokens: 4096,
      thinking: { type: 'enabled', budget_tokens: 2048 },
    }),
  },
  {
    id: 'request.sampling',
    title: '`temperature` and `top_p` together',
    path: 'top_p',
    base: on('claude-haiku-4-5'),
    change: set({ temperature: 0.2, top_p: 0.4 }),
    near: set({ top_p: 0.4 }),
  },
  {
    id: 'request.sampling',
    title: '`temperature` on a model that takes none',
    path: 'temperature',
    change: set({ temperature: 0.2 }),
    near: set({ temperature: 1 }),
  },
  {
    id: 'request.sampling',
    title: '`top_k` on a model that takes none',
    path: 'top_k',
    change: set({ top_k: 40 }),
    near: set({ model: 'claude-haiku-4-5', top_k: 40 }),
  },

  // Size and headers.
  {
    id: 'request.too_large',
    title: 'more than 32 MB',
    path: '',
    change: set({ metadata: { user_id: 'x'.repeat(33_600_000) } }),
    near: set({ metadata: { user_id: 'x'.repeat(33_500_000) } }),
  },
  {
    id: 'request.header_characters',
    title: 'an apostrophe that no header can carry',
    path: 'headers.x-team',
    change: same,
    near: same,
    context: { headers: { 'x-team': 'the engineers’ team' } },
  },
  {
    id: 'request.header_characters',
    title: 'a beta with a long dash',
    path: 'betas',
    change: set({ betas: ['files–api'] }),
    near: set({ betas: ['files-api-2025-04-14'] }),
    anywhere: true,
  },
  {
    id: 'request.beta_or_version',
    title: 'no version',
    path: 'headers',
    change: same,
    near: same,
    context: { client: 'http', headers: { 'content-type': 'application/json' } },
  },
  {
    id: 'request.beta_or_version',
    title: 'a version that is none',
    path: 'headers.anthropic-version',
    change: same,
    near: same,
    context: { headers: { 'anthropic-version': 'v1' } },
  },
];

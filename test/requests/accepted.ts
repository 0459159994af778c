// Requests that the API takes, in the forms of the SDK's types, its tests and examples, and the documentation.
import {
  ASK,
  assistant,
  GIF,
  image,
  JPEG,
  MARK,
  type Params,
  PDF,
  png,
  ROUND,
  result,
  schema,
  text,
  tool,
  use,
  user,
  WEBP,
} from './forms.ts';

/** A request that is taken. */
export interface Accepted {
  readonly title: string;
  readonly params: Params;
  readonly context?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly client?: 'sdk' | 'http';
    readonly method?: 'create' | 'stream';
    readonly timeout?: number;
    readonly now?: Date;
    readonly endpoint?: 'count_tokens';
  };
}

const ask = (title: string, more: Params, context?: Accepted['context']): Accepted => ({
  title,
  params: { ...ASK, ...more },
  ...(context && { context }),
});
const asking = (title: string, content: unknown, more: Params = {}): Accepted =>
  ask(title, { messages: [user(content)], ...more });
const talk = (title: string, messages: readonly unknown[], more: Params = {}): Accepted =>
  ask(title, { messages, ...more });
const withTool = (title: string, given: Params, more: Params = {}): Accepted =>
  ask(title, { tools: [given], ...more });
const beta = (title: string, betas: readonly string[], more: Params): Accepted =>
  ask(title, { ...more, betas });

const MODELS_OF_SDK = [
  'claude-fable-5-2',
  'claude-fable-5-1',
  'claude-fable-5',
  'claude-mythos-5-2',
  'claude-mythos-5-1',
  'claude-mythos-5',
  'claude-mythos-preview',
  'claude-opus-5-5',
  'claude-opus-5',
  'claude-opus-4-8',
  'claude-opus-4-7',
  'claude-opus-4-6',
  'claude-opus-4-5',
  'claude-opus-4-5-20251101',
  'claude-sonnet-5-5',
  'claude-sonnet-5',
  'claude-sonnet-4-6',
  'claude-sonnet-4-5',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-5-5',
  'claude-haiku-4-5',
  'claude-haiku-4-5-20251001',
];

/** Names of models elsewhere, of gateways, and of tomorrow: none is known to be wrong. */
const OTHER_MODELS = [
  'anthropic.claude-sonnet-4-20250514-v1:0',
  'us.anthropic.claude-opus-4-5-20251101-v1:0',
  'claude-sonnet-4-5@20250929',
  'anthropic/claude-opus-4.6',
  'claude-sonnet-latest',
  'claude-opus-7',
  'claude-lyric-6',
  'our-gateway/smart',
];

const models: readonly Accepted[] = [
  ...MODELS_OF_SDK.map((model) => ask(`${model} asked plainly`, { model })),
  ...OTHER_MODELS.map((model) => ask(`a model called ${model}`, { model })),
  ...OTHER_MODELS.slice(0, 4).map((model) =>
    ask(`${model} with settings that only its platform judges`, {
      model,
      temperature: 0.3,
      top_p: 0.8,
      top_k: 20,
      max_tokens: 20_000,
    }),
  ),
];

const LONGEST: readonly (readonly [string, number])[] = [
  ['claude-opus-5-5', 128_000],
  ['claude-sonnet-5', 128_000],
  ['claude-opus-4-6', 128_000],
  ['claude-sonnet-4-6', 128_000],
  ['claude-opus-4-5', 64_000],
  ['claude-haiku-4-5', 64_000],
];

const settings: readonly Accepted[] = [
  ...LONGEST.map(([model, most]) =>
    ask(`the longest answer of ${model}, streamed`, { model, max_tokens: most, stream: true }),
  ),
  ask('a long answer by the helper for streams', { max_tokens: 40_000 }, { method: 'stream' }),
  ask('a long answer with a timeout', { max_tokens: 40_000 }, { timeout: 3_600_000 }),
  ask('a long answer without the SDK', { max_tokens: 40_000 }, { client: 'http' }),
  ask('the longest answer that needs no stream', { max_tokens: 21_333 }),
  ask('an answer of no token, to warm the cache', { max_tokens: 0, cache_control: MARK }),
  ask('a streamed answer', { stream: true }),
  ask('an answer that is not streamed', { stream: false }),
  ask('a system prompt', { system: 'Answer in one sentence.' }),
  ask('a system prompt of blocks', { system: [text('Answer in one sentence.'), text('Name no brands.')] }),
  ask('a cached system prompt', { system: [text('A long guide.', { cache_control: MARK })] }),
  ask('stop sequences', { stop_sequences: ['\n\nUser:', 'END'] }),
  ask('no stop sequences', { stop_sequences: [] }),
  ask('metadata', { metadata: { user_id: 'b0a1c2' } }),
  ask('metadata without a user', { metadata: { user_id: null } }),
  ask('standard capacity', { service_tier: 'standard_only' }),
  ask('any capacity', { service_tier: 'auto' }),
  ask('a region', { inference_geo: 'eu' }),
  ask('no region', { inference_geo: null }),
  ask('fast mode', { model: 'claude-opus-5', speed: 'fast' }),
  ask('standard speed', { speed: 'standard' }),
  ask('a container by its id', { container: 'container_01' }),
  ask('a container with skills', {
    container: { skills: [{ type: 'anthropic', skill_id: 'xlsx', version: 'latest' }] },
  }),
  ask('no container', { container: null }),
  ask('diagnostics of the cache', { diagnostics: { previous_message_id: 'msg_01' } }),
  ask('the first of a row with diagnostics', { diagnostics: { previous_message_id: null } }),
  ask('a cache that marks itself', { cache_control: MARK }),
  ask('a cache that marks itself for an hour', { cache_control: { ...MARK, ttl: '1h' } }),
  ask('no cache', { cache_control: null }),
  ask('a profile of a user', { user_profile_id: 'uprof_01' }),
  ask('a workspace', { workspace_id: 'wrkspc_01' }),
  ask('temperature on a model that has it', { model: 'claude-haiku-4-5', temperature: 0 }),
  ask('temperature as it is by itself, on a model that has none', { temperature: 1 }),
  ask('top_p on a model that has it', { model: 'claude-sonnet-4-6', top_p: 0.9 }),
  ask('top_k on a model that has it', { model: 'claude-haiku-4-5', top_k: 40 }),
  ask('temperature and top_k', { model: 'claude-opus-4-5', temperature: 0.7, top_k: 10 }),
  ...['low', 'medium', 'high', 'xhigh', 'max'].map((effort) =>
    ask(`effort ${effort}`, { output_config: { effort } }),
  ),
  ask('no effort', { output_config: { effort: null } }),
  ask('structured output', {
    output_config: {
      format: {
        type: 'json_schema',
        schema: schema({ name: { type: 'string' } }, { required: ['name'], additionalProperties: false }),
      },
    },
  }),
  ask('structured output with definitions', {
    output_config: {
      format: {
        type: 'json_schema',
        schema: schema(
          { people: { type: 'array', items: { $ref: '#/$defs/person' } } },
          {
            required: ['people'],
            additionalProperties: false,
            $defs: { person: schema({ name: { type: 'string' } }, { additionalProperties: false }) },
          },
        ),
      },
    },
  }),
  ask('structured output of an array', {
    output_config: { format: { type: 'json_schema', schema: { type: 'array', items: { type: 'string' } } } },
  }),
  ask('no format', { output_config: { effort: 'low', format: null } }),
  ask('numbers that are written as texts', { max_tokens: '64' }),
  ask('a number that ends in .0', { max_tokens: 64.0 }),
  ask('fields that are undefined', { system: undefined, tools: undefined, thinking: undefined }),
  ask('a field of tomorrow', { reflection_rounds: 3 }),
  ask('a setting of tomorrow', { output_config: { tone: 'warm' } }),
  ask('a model that is not retired yet', { model: 'claude-sonnet-4-5' }, { now: new Date('2026-11-29') }),
  ask('the last day of a model', { model: 'claude-sonnet-4-5' }, { now: new Date('2026-11-30T23:00:00Z') }),
];

const thinking: readonly Accepted[] = [
  ask('a budget', {
    model: 'claude-haiku-4-5',
    max_tokens: 4096,
    thinking: { type: 'enabled', budget_tokens: 1024 },
  }),
  ask('a budget on a model that takes both', {
    model: 'claude-opus-4-6',
    max_tokens: 4096,
    thinking: { type: 'enabled', budget_tokens: 2000 },
  }),
  ask('a budget that is shown', {
    model: 'claude-sonnet-4-6',
    max_tokens: 4096,
    thinking: { type: 'enabled', budget_tokens: 2000, display: 'summarized' },
  }),
  ask('a budget with temperature 1', {
    model: 'claude-haiku-4-5',
    max_tokens: 4096,
    temperature: 1,
    thinking: { type: 'enabled', budget_tokens: 1500 },
  }),
  ask('a budget with top_p 0.95', {
    model: 'claude-haiku-4-5',
    max_tokens: 4096,
    top_p: 0.95,
    thinking: { type: 'enabled', budget_tokens: 1500 },
  }),
  beta('a budget over several rounds of tools', ['interleaved-thinking-2025-05-14'], {
    model: 'claude-haiku-4-5',
    max_tokens: 4096,
    tools: [tool('lookup')],
    thinking: { type: 'enabled', budget_tokens: 16_000 },
  }),
  ask('a budget with tools, of which it is not known how they are sent', {
    model: 'claude-haiku-4-5',
    max_tokens: 2048,
    tools: [tool('lookup')],
    thinking: { type: 'enabled', budget_tokens: 16_000 },
  }),
  ask('a budget with tools', {
    model: 'claude-haiku-4-5',
    max_tokens: 4096,
    tools: [tool('lookup')],
    tool_choice: { type: 'auto' },
    thinking: { type: 'enabled', budget_tokens: 2000 },
  }),
  ...['claude-opus-5-5', 'claude-sonnet-5', 'claude-opus-4-6', 'claude-sonnet-4-6'].map((model) =>
    ask(`adaptive thinking of ${model}`, { model, thinking: { type: 'adaptive' } }),
  ),
  ask('adaptive thinking that is shown', { thinking: { type: 'adaptive', display: 'summarized' } }),
  ask('adaptive thinking with effort', { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }),
  ...['claude-sonnet-5', 'claude-opus-4-7', 'claude-haiku-4-5', 'claude-haiku-5-5'].map((model) =>
    ask(`${model} without thinking`, { model, thinking: { type: 'disabled' } }),
  ),
  ask('no thinking with high effort', {
    model: 'claude-opus-5',
    thinking: { type: 'disabled' },
    output_config: { effort: 'high' },
  }),
  ask('thinking between tools', { model: 'claude-sonnet-5-5', thinking: { type: 'between_tools' } }),
  ask('a kind of thinking of tomorrow', {
    model: 'claude-opus-7',
    thinking: { type: 'parallel', branches: 3 },
  }),
];

const THOUGHT = { type: 'thinking', thinking: 'It is warm in May.', signature: 'c2lnbmF0dXJl' };

const conversations: readonly Accepted[] = [
  talk('a conversation', [user('Hi'), assistant('Hello.'), user('Name a tree.')]),
  talk('messages of one role in a row', [
    user('Hi'),
    user('Are you there?'),
    assistant('Yes.'),
    assistant('What is it?'),
    user('Name a tree.'),
  ]),
  talk('a message of the assistant in front', [assistant('What is it?'), user('Name a tree.')]),
  talk('a system message within the conversation', [
    user('Hi'),
    assistant('Hello.'),
    { role: 'system', content: 'From now on in French.' },
    user('Name a tree.'),
  ]),
  talk('a system message of blocks', [
    user('Hi'),
    assistant('Hello.'),
    { role: 'system', content: [text('From now on in French.')] },
    user('Name a tree.'),
  ]),
  talk('an answer that is begun', [user('Name a tree.'), assistant('The oldest one is the')], {
    model: 'claude-haiku-4-5',
  }),
  talk('an answer that is begun with blocks', [user('Name a tree.'), assistant([text('{')])], {
    model: 'claude-sonnet-4-5',
  }),
  talk('an answer that is begun, of a model that is not known', [user('Name a tree.'), assistant('The')], {
    model: 'our-gateway/smart',
  }),
  talk('an empty answer at the end', [user('Name a tree.'), assistant('')], { model: 'claude-haiku-4-5' }),
  talk('an answer with thinking', [
    user('Is it warm?'),
    assistant([THOUGHT, text('Yes.')]),
    user('And in June?'),
  ]),
  talk('an answer with thinking that is not shown', [
    user('Is it warm?'),
    assistant([{ type: 'redacted_thinking', data: 'ZGF0YQ==' }, text('Yes.')]),
    user('And in June?'),
  ]),
  talk('an answer with thinking of no text', [
    user('Is it warm?'),
    assistant([{ ...THOUGHT, thinking: '' }, text('Yes.')]),
    user('And in June?'),
  ]),
  talk(
    'an answer that paused',
    [
      user('What is new?'),
      assistant([
        text('I look.'),
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'news' } },
      ]),
    ],
    { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  ),
  talk(
    'an answer that paused and ends in text',
    [
      user('What is new?'),
      assistant([
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'news' } },
        { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
        text('Let me see.'),
      ]),
    ],
    { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  ),
  talk('a fallback within an answer', [
    user('Hi'),
    assistant([{ type: 'fallback', model: 'claude-opus-5' }, text('Hello.')]),
    user('Name a tree.'),
  ]),
  asking('a message of blocks', [text('Compare'), text('these two.')]),
  asking('a text of one character', 'x'),
  asking('a text with blanks around it', '  Name a tree.  '),
  asking('a text of other scripts', 'Wie heißt der Baum? 樹の名前は? 🌳'),
  asking('a text with a surrogate pair at its end', 'A tree \u{1F333}'),
  asking('citations that are null', [text('Hi', { citations: null })]),
  asking('a mark that is null', [text('Hi', { cache_control: null })]),
  talk('a text with citations', [
    user('What does it say?'),
    assistant([
      text('It rains.', {
        citations: [
          {
            type: 'char_location',
            cited_text: 'Rain',
            document_index: 0,
            document_title: 'Weather',
            start_char_index: 0,
            end_char_index: 4,
          },
        ],
      }),
    ]),
    user('When?'),
  ]),
  talk('a block of tomorrow', [
    user([{ type: 'hologram', source: { type: 'url', url: 'https://example.com/h' } }, text('What is it?')]),
  ]),
];

const media: readonly Accepted[] = [
  asking('a PNG', [image(png(640, 480), 'image/png'), text('What is it?')]),
  asking('a JPEG', [image(JPEG, 'image/jpeg')]),
  asking('a GIF', [image(GIF, 'image/gif')]),
  asking('a WebP', [image(WEBP, 'image/webp')]),
  asking('an image by its address', [
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
  ]),
  asking('an image of the Files API', [{ type: 'image', source: { type: 'file', file_id: 'file_01' } }]),
  asking('a cached image', [image(JPEG, 'image/jpeg', { cache_control: MARK })]),
  asking('an image that may not be made smaller', [
    image(JPEG, 'image/jpeg', { transformations: { oversized_image: 'error' } }),
  ]),
  asking(
    '20 large images',
    Array.from({ length: 20 }, () => image(png(4000, 3000), 'image/png')),
  ),
  asking(
    'many small images',
    Array.from({ length: 120 }, () => image(png(200, 200), 'image/png')),
  ),
  asking('base64 with line breaks', [image(png(640, 480).replace(/.{12}/g, '$&\n'), 'image/png')]),
  asking('bytes that are not known', [image('AAAAAAAAAAAA', 'image/png')]),
  asking('a PDF', [
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF } },
  ]),
  asking('a PDF by its address', [
    { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
  ]),
  asking('a document of the Files API', [
    {
      type: 'document',
      source: { type: 'file', file_id: 'file_01' },
      title: 'Report',
      context: 'Of this year',
      citations: { enabled: true },
    },
  ]),
  asking('a document of text', [
    {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'It rains.' },
      cache_control: MARK,
    },
  ]),
  asking('a document of blocks', [
    {
      type: 'document',
      source: { type: 'content', content: [text('It rains.'), image(JPEG, 'image/jpeg')] },
    },
  ]),
  asking('a document of one text', [{ type: 'document', source: { type: 'content', content: 'It rains.' } }]),
  asking('a result of a search', [
    {
      type: 'search_result',
      source: 'https://example.com',
      title: 'Rain',
      content: [text('It rains.')],
      citations: { enabled: true },
    },
  ]),
  asking('a file for the container', [{ type: 'container_upload', file_id: 'file_01' }, text('Sum it up.')]),
];

const SERVER_TOOLS: readonly (readonly [type: string, name: string, more?: Params])[] = [
  ['web_search_20250305', 'web_search', { max_uses: 3, allowed_domains: ['example.com'] }],
  ['web_search_20260209', 'web_search', { user_location: { type: 'approximate', city: 'Bern' } }],
  ['web_search_20260318', 'web_search', { response_inclusion: 'excluded' }],
  ['web_fetch_20250910', 'web_fetch', { citations: { enabled: true }, max_content_tokens: 5000 }],
  ['web_fetch_20260209', 'web_fetch'],
  ['web_fetch_20260309', 'web_fetch', { use_cache: false }],
  ['web_fetch_20260318', 'web_fetch', { url_sources: ['user'] }],
  ['code_execution_20250522', 'code_execution'],
  ['code_execution_20250825', 'code_execution'],
  ['code_execution_20260120', 'code_execution'],
  ['code_execution_20260521', 'code_execution'],
  ['bash_20250124', 'bash'],
  ['text_editor_20250124', 'str_replace_editor'],
  ['text_editor_20250429', 'str_replace_based_edit_tool'],
  ['text_editor_20250728', 'str_replace_based_edit_tool', { max_characters: 10_000 }],
  ['memory_20250818', 'memory'],
  ['tool_search_tool_bm25_20251119', 'tool_search_tool_bm25'],
  ['tool_search_tool_bm25', 'tool_search_tool_bm25'],
  ['tool_search_tool_regex_20251119', 'tool_search_tool_regex'],
  ['tool_search_tool_regex', 'tool_search_tool_regex'],
];

const BETA_TOOLS: readonly (readonly [beta: string, tool: Params])[] = [
  [
    'computer-use-2024-10-22',
    { type: 'computer_20241022', name: 'computer', display_width_px: 1024, display_height_px: 768 },
  ],
  [
    'computer-use-2025-01-24',
    {
      type: 'computer_20250124',
      name: 'computer',
      display_width_px: 1024,
      display_height_px: 768,
      display_number: 1,
    },
  ],
  [
    'computer-use-2025-11-24',
    {
      type: 'computer_20251124',
      name: 'computer',
      display_width_px: 1024,
      display_height_px: 768,
      enable_zoom: true,
    },
  ],
  ['computer-use-2024-10-22', { type: 'bash_20241022', name: 'bash' }],
  ['computer-use-2024-10-22', { type: 'text_editor_20241022', name: 'str_replace_editor' }],
  [
    'advisor-tool-2026-03-01',
    { type: 'advisor_20260301', name: 'advisor', model: 'claude-opus-5', max_tokens: 512, caching: MARK },
  ],
];

const tools: readonly Accepted[] = [
  withTool('a tool', tool('lookup')),
  withTool('a tool of the type custom', tool('lookup', { type: 'custom' })),
  withTool('a tool whose type is null', tool('lookup', { type: null })),
  withTool('a tool without a description', { name: 'lookup', input_schema: { type: 'object' } }),
  withTool('a cached tool', tool('lookup', { cache_control: MARK })),
  withTool(
    'a strict tool',
    tool('lookup', {
      strict: true,
      input_schema: schema(
        { place: { type: 'string' } },
        { required: ['place'], additionalProperties: false },
      ),
    }),
  ),
  withTool('a tool with examples', tool('lookup', { input_examples: [{ place: 'Bern' }] })),
  withTool('a tool whose input streams', tool('lookup', { eager_input_streaming: true })),
  withTool('a tool that only code calls', tool('lookup', { allowed_callers: ['code_execution_20260120'] })),
  ask('a tool that is found by search', {
    tools: [
      { type: 'tool_search_tool_regex', name: 'tool_search_tool_regex' },
      tool('lookup', { defer_loading: true }),
    ],
  }),
  withTool(
    'a schema as zod writes it',
    tool('lookup', {
      input_schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: {
          place: { type: 'string', description: 'A city', minLength: 1 },
          unit: { default: 'c', type: 'string', enum: ['c', 'f'] },
          days: { type: 'integer', minimum: 1, maximum: 14, exclusiveMinimum: 0 },
        },
        required: ['place'],
        additionalProperties: false,
      },
    }),
  ),
  withTool(
    'a schema as pydantic writes it',
    tool('lookup', {
      input_schema: {
        title: 'Lookup',
        type: 'object',
        $defs: { Unit: { enum: ['c', 'f'], title: 'Unit', type: 'string' } },
        properties: {
          place: { title: 'Place', anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
          unit: { allOf: [{ $ref: '#/$defs/Unit' }] },
        },
      },
    }),
  ),
  withTool(
    'a schema of maps, tuples and conditions',
    tool('lookup', {
      input_schema: schema(
        {
          map: {
            type: 'object',
            additionalProperties: { type: 'number' },
            patternProperties: { '^x-': true },
            propertyNames: { pattern: '^[a-z]' },
          },
          pair: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], minItems: 2 },
          either: { oneOf: [{ const: 'a' }, { const: 2 }], not: { const: 3 } },
        },
        { dependentRequired: { map: ['pair'] } },
      ),
    }),
  ),
  withTool(
    'a schema with keywords of others',
    tool('lookup', {
      input_schema: schema({ place: { type: 'string', nullable: true, example: 'Bern', 'x-order': 1 } }),
    }),
  ),
  withTool(
    'a schema with properties that are null',
    tool('lookup', { input_schema: { type: 'object', properties: {}, required: [] } }),
  ),
  ask('two tools', { tools: [tool('lookup'), tool('lookup_more')] }),
  ask('a list without tools', { tools: [] }),
  ask('100 tools', { tools: Array.from({ length: 100 }, (_, index) => tool(`tool_${index}`)) }),
  ask('a choice left to the model', {
    tools: [tool('lookup')],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  }),
  ask('any tool', { tools: [tool('lookup')], tool_choice: { type: 'any' } }),
  ask('one tool', { tools: [tool('lookup')], tool_choice: { type: 'tool', name: 'lookup' } }),
  ask('no tool', { tools: [tool('lookup')], tool_choice: { type: 'none' } }),
  ask('no tool among none', { tool_choice: { type: 'none' } }),
  ...SERVER_TOOLS.map(([type, name, more]) => withTool(`the tool ${type}`, { type, name, ...more })),
  withTool('the toolset of a browser', {
    type: 'browser_toolset_20260801',
    configs: { zoom: { enabled: false } },
  }),
  withTool('the toolset of a computer', { type: 'computer_toolset_20260801' }),
  withTool('a tool of tomorrow', { type: 'telescope_20270101', name: 'telescope', aperture: 4 }),
  ...BETA_TOOLS.map(([name, given]) => beta(`the tool ${given.type}`, [name], { tools: [given] })),
];

const LOOKUP = { tools: [tool('lookup')] };

const rounds: readonly Accepted[] = [
  talk('a round of a tool', ROUND, LOOKUP),
  talk('a round and its answer', [...ROUND, assistant('18 degrees.'), user('Thanks.')], LOOKUP),
  talk(
    'two tools at once',
    [ROUND[0], assistant([use('toolu_1'), use('toolu_2')]), user([result('toolu_2'), result('toolu_1')])],
    LOOKUP,
  ),
  talk(
    'results in two messages',
    [
      ROUND[0],
      assistant([use('toolu_1'), use('toolu_2')]),
      user([result('toolu_1')]),
      user([result('toolu_2')]),
    ],
    LOOKUP,
  ),
  talk(
    'a result with text behind it',
    [ROUND[0], ROUND[1], user([result('toolu_01A'), text('Now in Fahrenheit.')])],
    LOOKUP,
  ),
  talk(
    'a result with a message behind it',
    [ROUND[0], ROUND[1], ROUND[2], user('Now in Fahrenheit.')],
    LOOKUP,
  ),
  talk(
    'a result that failed',
    [ROUND[0], ROUND[1], user([result('toolu_01A', 'no such place', { is_error: true })])],
    LOOKUP,
  ),
  talk('a result of nothing', [ROUND[0], ROUND[1], user([result('toolu_01A', undefined)])], LOOKUP),
  talk('a result that is an empty text', [ROUND[0], ROUND[1], user([result('toolu_01A', '')])], LOOKUP),
  talk(
    'a result of blocks',
    [ROUND[0], ROUND[1], user([result('toolu_01A', [text('18 degrees'), image(JPEG, 'image/jpeg')])])],
    LOOKUP,
  ),
  talk(
    'a result of a document and a search',
    [
      ROUND[0],
      ROUND[1],
      user([
        result('toolu_01A', [
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'It rains.' } },
          { type: 'search_result', source: 'a', title: 'b', content: [text('c')] },
        ]),
      ]),
    ],
    LOOKUP,
  ),
  talk(
    'a result that names tools',
    [ROUND[0], ROUND[1], user([result('toolu_01A', [{ type: 'tool_reference', tool_name: 'lookup' }])])],
    LOOKUP,
  ),
  talk(
    'a result with the state of a browser',
    [
      ROUND[0],
      ROUND[1],
      user([
        result('toolu_01A', [
          { type: 'browser_state', tabs: [{ tab_id: 't1', title: 'A', url: 'https://example.com' }] },
        ]),
      ]),
    ],
    LOOKUP,
  ),
  talk(
    'a cached result',
    [ROUND[0], ROUND[1], user([result('toolu_01A', '18', { cache_control: MARK })])],
    LOOKUP,
  ),
  talk('a round without tools in the request', ROUND),
  talk(
    'an id of another provider',
    [ROUND[0], assistant([use('call_abc-123')]), user([result('call_abc-123')])],
    LOOKUP,
  ),
  talk(
    'a round with thinking',
    [ROUND[0], assistant([THOUGHT, use('toolu_1')]), ROUND[2] && user([result('toolu_1')])],
    LOOKUP,
  ),
  talk(
    'an input of nothing',
    [ROUND[0], assistant([use('toolu_1', 'lookup', { input: {} })]), user([result('toolu_1')])],
    LOOKUP,
  ),
  talk(
    'a use that code made',
    [
      ROUND[0],
      assistant([
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'code_execution', input: { code: 'x' } },
        use('toolu_1', 'lookup', { caller: { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' } }),
      ]),
      user([result('toolu_1')]),
    ],
    LOOKUP,
  ),
  talk(
    'a system message between use and result',
    [ROUND[0], ROUND[1], { role: 'system', content: 'Be short.' }, ROUND[2]],
    LOOKUP,
  ),
  talk('results of server tools', [
    user('What is new?'),
    assistant([
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'news' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: [
          {
            type: 'web_search_result',
            url: 'https://example.com',
            title: 'News',
            encrypted_content: 'ZQ==',
            page_age: null,
          },
        ],
      },
      { type: 'server_tool_use', id: 'srvtoolu_2', name: 'web_fetch', input: { url: 'https://example.com' } },
      {
        type: 'web_fetch_tool_result',
        tool_use_id: 'srvtoolu_2',
        content: { type: 'web_fetch_tool_result_error', error_code: 'url_not_accessible' },
      },
      {
        type: 'code_execution_tool_result',
        tool_use_id: 'srvtoolu_3',
        content: { type: 'code_execution_tool_result_error', error_code: 'unavailable' },
      },
      {
        type: 'bash_code_execution_tool_result',
        tool_use_id: 'srvtoolu_4',
        content: { type: 'bash_code_execution_tool_result_error', error_code: 'unavailable' },
      },
      {
        type: 'text_editor_code_execution_tool_result',
        tool_use_id: 'srvtoolu_5',
        content: { type: 'text_editor_code_execution_tool_result_error', error_code: 'unavailable' },
      },
      {
        type: 'tool_search_tool_result',
        tool_use_id: 'srvtoolu_6',
        content: { type: 'tool_search_tool_search_result', tool_references: [] },
      },
      text('Nothing.'),
    ]),
    user('Are you sure?'),
  ]),
];

const cache: readonly Accepted[] = [
  ask('four marks', {
    tools: [tool('lookup', { cache_control: MARK })],
    system: [text('a', { cache_control: MARK })],
    messages: [user([text('b', { cache_control: MARK }), text('c', { cache_control: MARK })])],
  }),
  ask('an hour before five minutes', {
    system: [text('a', { cache_control: { ...MARK, ttl: '1h' } })],
    messages: [user([text('b', { cache_control: { ...MARK, ttl: '5m' } })])],
  }),
  ask('an hour everywhere', {
    system: [text('a', { cache_control: { ...MARK, ttl: '1h' } })],
    messages: [user([text('b', { cache_control: { ...MARK, ttl: '1h' } })])],
  }),
];

const betas: readonly Accepted[] = [
  beta('context that is edited', ['context-management-2025-06-27'], {
    context_management: {
      edits: [{ type: 'clear_tool_uses_20250919', keep: { type: 'tool_uses', value: 3 } }],
    },
  }),
  beta('a conversation that is compacted', ['compact-2026-01-12'], {
    context_management: { edits: [{ type: 'compact_20260112' }] },
  }),
  beta('a summary on demand', ['compact-2026-09-04'], {
    compaction: { type: 'summarize', instructions: 'Keep the names.' },
  }),
  beta('a block of a compaction', ['compact-2026-01-12'], {
    messages: [
      { role: 'assistant', content: [{ type: 'compaction', content: 'They spoke of trees.' }] },
      user([result('toolu_gone'), text('Go on.')]),
    ],
  }),
  beta('a server of MCP, as it was first', ['mcp-client-2025-04-04'], {
    mcp_servers: [
      {
        type: 'url',
        url: 'https://mcp.example.com',
        name: 'notes',
        authorization_token: 'token',
        tool_configuration: { enabled: true },
      },
    ],
  }),
  beta('a server of MCP with its toolset', ['mcp-client-2025-11-20'], {
    mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'notes' }],
    tools: [
      {
        type: 'mcp_toolset',
        mcp_server_name: 'notes',
        default_config: { enabled: true },
        configs: { search: { defer_loading: true } },
      },
    ],
  }),
  beta('blocks of MCP', ['mcp-client-2025-11-20'], {
    messages: [
      user('Hi'),
      assistant([
        { type: 'mcp_tool_listing', server_name: 'notes', tools: [] },
        { type: 'mcp_tool_use', id: 'mcptoolu_1', name: 'search', server_name: 'notes', input: {} },
        { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_1', content: 'x' },
      ]),
      user('And?'),
    ],
  }),
  beta('fallbacks', ['server-side-fallback-2026-07-01'], {
    fallbacks: [{ model: 'claude-opus-5', max_tokens: 512 }],
  }),
  beta('the usual fallbacks', ['server-side-fallback-2026-07-01'], { fallbacks: 'default' }),
  beta('credit of a fallback', ['fallback-credit-2026-07-01'], {
    fallback_credit_token: { token: 'fct_01', mode: 'strict' },
  }),
  beta('a new thread', ['message-threads-2026-08-12'], { thread: { type: 'create' } }),
  beta('a thread that goes on with a result', ['message-threads-2026-08-12'], {
    thread: { type: 'continue', previous_message_id: 'msg_01' },
    messages: [user([result('toolu_gone')])],
  }),
  beta('the older name of structured output beside another beta', ['files-api-2025-04-14'], {
    output_format: { type: 'json_schema', schema: schema({}, { additionalProperties: false }) },
  }),
  beta('the older name of structured output', ['structured-outputs-2025-11-13'], {
    output_format: { type: 'json_schema', schema: schema({}, { additionalProperties: false }) },
  }),
  beta('a budget of tokens for a task', ['task-budgets-2026-03-13'], {
    output_config: { task_budget: { type: 'tokens', total: 20_000 } },
  }),
  beta('who pays', ['user-profiles-billing-2026-10-01'], {
    user_profile_id: 'uprof_01',
    billing_policy: { type: 'billing_policy', bill_to: 'user_profile' },
  }),
  beta('tools that change within the conversation', ['mid-conversation-tool-changes-2026-07-01'], {
    messages: [
      user([
        { type: 'tool_addition', tools: [tool('lookup')] },
        { type: 'tool_removal', tool_names: ['other'] },
        text('Go on.'),
      ]),
    ],
  }),
  beta('effort that changes within the conversation', ['mid-conversation-output-config-2026-07-01'], {
    messages: [{ ...user('Think hard.'), output_config: { effort: 'high' } }],
  }),
  beta('thinking that is bound to nothing', ['thinking-binding-controls-2026-08-01'], {
    thinking: { type: 'adaptive', block_binding: 'none' },
  }),
  beta('updates while it thinks', ['thinking-display-updates-2026-08-18'], {
    thinking: { type: 'adaptive', display: 'updates' },
  }),
  beta('the advice of another model', ['advisor-tool-2026-03-01'], {
    messages: [
      user('Hi'),
      assistant([
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'advisor', input: {} },
        {
          type: 'advisor_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: { type: 'advisor_result', text: 'Go on.' },
        },
        text('Fine.'),
      ]),
      user('Do it.'),
    ],
  }),
  beta('more output than usual', ['output-300k-2026-03-24'], { max_tokens: 300_000, stream: true }),
  beta('a beta of tomorrow and its field', ['telepathy-2027-01-01'], { telepathy: { on: true } }),
  ask('a field of a beta, whose headers are not known', { context_management: { edits: [] } }),
  ask(
    'a field of a beta that a header asks for',
    { context_management: { edits: [] } },
    { headers: { 'Anthropic-Beta': 'files-api-2025-04-14, context-management-2025-06-27' } },
  ),
  ask('headers with characters of Latin-1', {}, { headers: { 'x-team': 'Zürich, café' } }),
  ask(
    'a plain request of HTTP',
    {},
    { client: 'http', headers: { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' } },
  ),
  ask('a version of tomorrow', {}, { headers: { 'anthropic-version': '2027-01-01' } }),
];

const elsewhere: readonly Accepted[] = [
  {
    title: 'a body of Bedrock',
    params: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 64, messages: [user('Hi')] },
  },
  {
    title: 'a body of Vertex AI',
    params: {
      anthropic_version: 'vertex-2023-10-16',
      anthropic_beta: ['x'],
      max_tokens: 64,
      stream: true,
      messages: [user('Hi')],
    },
  },
  {
    title: 'tokens to count',
    params: { model: 'claude-sonnet-5', messages: [user('Hi')] },
    context: { endpoint: 'count_tokens' },
  },
  {
    title: 'tokens to count, with everything that counts',
    params: {
      model: 'claude-haiku-4-5',
      messages: ROUND,
      system: 'a',
      tools: [tool('lookup')],
      tool_choice: { type: 'auto' },
      thinking: { type: 'enabled', budget_tokens: 2048 },
    },
    context: { endpoint: 'count_tokens' },
  },
];

export const ACCEPTED: readonly Accepted[] = [
  ...models,
  ...settings,
  ...thinking,
  ...conversations,
  ...media,
  ...tools,
  ...rounds,
  ...cache,
  ...betas,
  ...elsewhere,
];

// The shape of a request says what it is made of and nothing that it says, in bounded size and time.
import { describe, expect, test, vi } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { MAX_SHAPE_LENGTH, requestShape } from '../src/attributes/shape.ts';

const shapeOf = (body: unknown): Record<string, unknown> => JSON.parse(requestShape(body) ?? 'null');

const SECRET = 'secret';
const FULL = {
  tools: [
    {
      name: `${SECRET}_tool`,
      description: SECRET,
      input_schema: { type: 'object', properties: { [SECRET]: { type: 'string' } } },
      cache_control: { type: 'ephemeral' },
    },
    { type: 'web_search_20250305', name: 'web_search' },
    { name: `${SECRET}_tool`, input_schema: {} },
  ],
  metadata: { user_id: SECRET },
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  temperature: 0.5,
  stop_sequences: [SECRET, SECRET],
  stream: true,
  service_tier: 'auto',
  thinking: { type: 'enabled', budget_tokens: 2048 },
  output_config: { effort: 'high', format: { type: 'json_schema', schema: { [SECRET]: 1 } } },
  tool_choice: { type: 'tool', name: SECRET },
  system: [{ type: 'text', text: SECRET, cache_control: { type: 'ephemeral' } }],
  [SECRET]: SECRET,
  messages: [
    { role: 'user', content: SECRET },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: SECRET, signature: SECRET },
        { type: 'tool_use', id: SECRET, name: SECRET, input: { [SECRET]: SECRET, n: 1 } },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: SECRET,
          content: [
            { type: 'text', text: SECRET },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'c2VjcmV0' } },
          ],
        },
        { type: 'document', title: SECRET, source: { type: 'text', data: SECRET } },
        { type: SECRET, text: SECRET },
      ],
    },
    { role: SECRET, content: [] },
  ],
};

test('it has what a ticket needs, and no content', () => {
  expect(shapeOf(FULL)).toEqual({
    model: 'claude-sonnet-5',
    stream: true,
    max_tokens: 1024,
    temperature: 0.5,
    stop_sequences: 2,
    service_tier: 'auto',
    thinking: { type: 'enabled', budget_tokens: 2048 },
    effort: 'high',
    output_format: 'json_schema',
    tool_choice: 'tool',
    also: ['metadata'],
    unknown_fields: 1,
    system: { blocks: 1, chars: 6 },
    tools: { count: 3, names: 2, custom: 2, chars: 6 + 'typeobjectpropertiessecrettypestring'.length },
    messages: 4,
    roles: ['user', 'assistant', 'user', 'other'],
    blocks: {
      text: { count: 2, chars: 12 },
      image: { count: 1, bytes: 6 },
      document: { count: 1, chars: 6 },
      thinking: { count: 1, chars: 6 },
      tool_use: { count: 1, chars: 'secretsecretn'.length },
      tool_result: { count: 1 },
      other: { count: 1, chars: 6 },
    },
    cache_control: 2,
  });
  expect(requestShape(FULL)).not.toContain(SECRET);
});

test('every text of a request can change without its shape', () => {
  const other = JSON.parse(
    JSON.stringify(FULL).replaceAll(SECRET, 'gossip').replaceAll('c2VjcmV0', 'Z29zc2lw'),
  );
  expect(requestShape(other)).toBe(requestShape(FULL));
});

test('it does not depend on the order of fields', () => {
  expect(requestShape(Object.fromEntries(Object.entries(FULL).reverse()))).toBe(requestShape(FULL));
});

test('a value of the wrong type is its type', () => {
  const wrong = { model: 5, max_tokens: 'secret', stream: 'true', messages: 'secret', system: 7, tools: {} };
  expect(shapeOf(wrong)).toEqual({
    model: '(number)',
    max_tokens: '(string)',
    stream: '(string)',
    messages: '(string)',
    system: '(number)',
    tools: '(object)',
  });
});

test('a model that is a sentence is not written', () => {
  expect(shapeOf({ model: 'my secret model' })).toEqual({ model: 'other' });
});

test('of a long conversation it has the first and the last roles', () => {
  const messages = Array.from({ length: 100 }, (_, index) => ({ role: index === 99 ? 'system' : 'user' }));
  const { roles } = shapeOf({ messages }) as { roles: string[] };
  expect(roles).toHaveLength(25);
  expect(roles[16]).toBe('...');
  expect(roles.at(-1)).toBe('system');
});

test('the largest shape fits', () => {
  const types = [
    ...['text', 'image', 'document', 'search_result', 'thinking', 'redacted_thinking', 'tool_use'],
    ...['tool_result', 'server_tool_use', 'web_search_tool_result', 'web_fetch_tool_result', 'mcp_tool_use'],
    ...['bash_code_execution_tool_result', 'text_editor_code_execution_tool_result', 'compaction'],
  ];
  const content = types.map((type) => ({ type, text: 'x'.repeat(9_999_999) }));
  const messages = Array.from({ length: 500 }, () => ({ role: 'assistant', content }));
  const text =
    requestShape({ ...FULL, messages, model: 'm'.repeat(100), top_p: 1 / 3, top_k: 1.5e300 }) ?? '';
  expect(text.length).toBeGreaterThan(1000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_SHAPE_LENGTH);
  expect(JSON.parse(text).cut).toBe(true);
});

test('a request too large to be looked at keeps its parameters, and says that it was cut', () => {
  const messages = new Proxy([], {
    get: (_, name) => (name === 'length' ? 1e15 : { role: 'user', content: 'x' }),
  });
  const started = cpuMs();
  const shape = shapeOf({ ...FULL, messages });
  // Milliseconds where the work is bounded; minutes where it is not.
  expect(cpuMs() - started).toBeLessThan(30_000);
  expect(shape).toMatchObject({ model: 'claude-sonnet-5', messages: 1e15, cut: true });
});

const cycle: Record<string, unknown> = { role: 'user', type: 'tool_result' };
cycle.content = [cycle];
cycle.input = cycle;
const endless: object = new Proxy({}, { get: () => endless, has: () => true });
const throwing: object = new Proxy(
  {},
  {
    get: () => {
      throw new Error('mine');
    },
    ownKeys: () => {
      throw new Error('mine');
    },
  },
);
const revocable = Proxy.revocable([], {});
revocable.revoke();

test.each([
  ['a cycle', { messages: [cycle] }, { messages: 1, roles: ['user'] }],
  ['a proxy without end', { messages: [endless], system: endless }, { messages: 1, system: '(object)' }],
  [
    'what throws when it is read',
    { model: 'claude-x', messages: [throwing] },
    { model: 'claude-x', messages: 1 },
  ],
  ['a body that throws', throwing, {}],
  ['a revoked proxy', { model: 'claude-x', messages: revocable.proxy }, { messages: '(object)' }],
])('%s is survived', (_, body, expected) => {
  expect(shapeOf(body)).toMatchObject(expected);
});

test.each([[undefined], [null], ['text'], [[1]], [5]])('%j has no shape', (body) => {
  expect(requestShape(body)).toBeUndefined();
});

test('the properties of bytes are not listed, wherever they are', () => {
  const listed = vi.spyOn(Object, 'keys');
  const bytes = new Uint8Array(3);
  const content = [
    { type: 'tool_use', input: bytes },
    { type: 'text', text: 'x', bytes },
  ];
  expect(shapeOf({ messages: [{ role: 'user', content }], tools: [{ input_schema: bytes }] })).toMatchObject({
    blocks: { text: { count: 1, chars: 1 }, tool_use: { count: 1 } },
    tools: { count: 1, chars: 0 },
  });
  expect(requestShape(bytes)).toBe('{}');
  const count = listed.mock.calls.filter(([value]) => ArrayBuffer.isView(value)).length;
  listed.mockRestore();
  expect(count).toBe(0);
});

test('what just fits is whole: roles, types of blocks, and blocks within blocks', () => {
  const roles = (count: number) => {
    const messages = Array.from({ length: count }, () => ({ role: 'user', content: 'x' }));
    return (shapeOf({ messages }).roles as string[]).filter((role) => role === '...').length;
  };
  expect([roles(24), roles(25)]).toEqual([0, 1]);

  const types =
    'text image document search_result thinking redacted_thinking tool_use tool_result tool_reference server_tool_use web_search_result mcp_tool_use compaction';
  const ofTypes = (count: number) => {
    const content = types
      .split(' ')
      .slice(0, count)
      .map((type) => ({ type }));
    const { blocks, cut } = shapeOf({ messages: [{ role: 'user', content }] });
    return [Object.keys(blocks as object).length, cut];
  };
  expect([ofTypes(12), ofTypes(13)]).toEqual([
    [12, undefined],
    [12, true],
  ]);

  const nested = (depth: number): object =>
    depth === 1 ? { type: 'tool_result' } : { type: 'tool_result', content: [nested(depth - 1)] };
  const counted = (depth: number) =>
    shapeOf({ messages: [{ role: 'user', content: [nested(depth)] }] }).blocks;
  const five = { tool_result: { count: 5 } };
  expect([counted(5), counted(6)]).toEqual([five, five]);
});

test('fields that are too many to be counted are said to be cut', () => {
  const body = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`f${index}`, 1]));
  expect(shapeOf(body)).toMatchObject({ cut: true });
  expect(shapeOf(body)).not.toHaveProperty('unknown_fields');
});

test('values that are no figure, no word and null', () => {
  expect(
    shapeOf({ max_tokens: Number.NaN, temperature: Number.POSITIVE_INFINITY, top_p: null, top_k: 0 }),
  ).toEqual({
    max_tokens: '(not finite)',
    temperature: '(not finite)',
    top_k: 0,
  });
  expect(
    shapeOf({ service_tier: 'secret', speed: 7, stream: null, model: null, stop_sequences: 'secret' }),
  ).toEqual({
    service_tier: 'other',
    speed: '(number)',
  });
  expect(shapeOf({ thinking: 'on' })).toEqual({ thinking: '(string)' });
  expect(shapeOf({ thinking: { type: 'secret', budget_tokens: '5', display: 'omitted' } })).toEqual({
    thinking: { type: 'other', budget_tokens: '(string)', display: 'omitted' },
  });
  expect(shapeOf({ output_format: { type: 'json_schema' }, tool_choice: { type: 'secret' } })).toEqual({
    output_format: 'json_schema',
    tool_choice: 'other',
  });
  expect(
    shapeOf({ output_config: { format: { type: 'secret' } }, output_format: { type: 'json_schema' } }),
  ).toEqual({
    output_format: 'other',
  });
});

test('parameters that are there, and those that are null', () => {
  expect(
    shapeOf({ metadata: null, container: 'secret', fallbacks: 0, thread: undefined, diagnostics: {} }),
  ).toEqual({
    also: ['container', 'diagnostics', 'fallbacks'],
  });
  expect(shapeOf({ secret: 1, other: null })).toEqual({ unknown_fields: 2 });
  expect(shapeOf({ mcp_servers: [1, 2], betas: ['secret'] })).toEqual({ mcp_servers: 2, betas: 1 });
});

test('a model of a hundred signs, and no key', () => {
  const modelOf = (model: string) => shapeOf({ model }).model;
  expect([modelOf('m'.repeat(100)), modelOf('m'.repeat(101)), modelOf(''), modelOf('a b')]).toEqual([
    'm'.repeat(100),
    'other',
    'other',
    'other',
  ]);
  expect(modelOf('sk-ant-api03-QkX9zebra0lantern1122334455')).toBe('other');
  expect(modelOf('us.anthropic.claude-v1:0/a@b')).toBe('us.anthropic.claude-v1:0/a@b');
});

test('instructions: a text, blocks, or another kind', () => {
  expect(shapeOf({ system: 'secret' })).toEqual({ system: { chars: 6 } });
  expect(shapeOf({ system: [] })).toEqual({ system: { blocks: 0, chars: 0 } });
  expect(shapeOf({ system: [{ text: 'secret' }, { text: 7 }, 'secret', null] })).toEqual({
    system: { blocks: 4, chars: 6 },
  });
  expect(shapeOf({ system: null })).toEqual({});
});

test('tools: those of the application, their names and their texts', () => {
  const tools = [
    { name: 'a', type: null, description: 'four' },
    { name: 'a', type: 'custom', input_schema: { b: 'two', c: [{ d: 'x' }, 7] } },
    { name: 'b', type: 'secret' },
    7,
  ];
  expect(shapeOf({ tools })).toEqual({
    tools: {
      count: 4,
      names: 3,
      custom: 3,
      chars: 'four'.length + 'b'.length + 'two'.length + 'cd'.length + 'x'.length,
    },
  });
});

describe('blocks', () => {
  const blocksOf = (...content: unknown[]) => shapeOf({ messages: [{ role: 'user', content }] }).blocks;

  test('their texts, thoughts, inputs and data', () => {
    expect(blocksOf({ type: 'text', text: 'four' }, { type: 'text', text: 'x' })).toEqual({
      text: { count: 2, chars: 5 },
    });
    expect(blocksOf({ type: 'thinking', thinking: 'four' })).toEqual({ thinking: { count: 1, chars: 4 } });
    expect(blocksOf({ type: 'redacted_thinking', data: 'four' })).toEqual({
      redacted_thinking: { count: 1, chars: 4 },
    });
    expect(blocksOf({ type: 'tool_use', input: { ab: 'cd' } })).toEqual({ tool_use: { count: 1, chars: 4 } });
    expect(blocksOf({ type: 'tool_result', content: 'four' })).toEqual({
      tool_result: { count: 1, chars: 4 },
    });
    expect(blocksOf({ type: 'document', source: { type: 'text', data: 'four' } })).toEqual({
      document: { count: 1, chars: 4 },
    });
  });

  test.each([
    ['', undefined],
    ['QQ', 1],
    ['QUJD', 3],
    ['QUJDRA', 4],
    [7, undefined],
  ])('the base64 %j has %s bytes', (data, bytes) => {
    const source = { type: 'base64', data };
    expect(blocksOf({ type: 'image', source })).toEqual({
      image: { count: 1, ...(bytes !== undefined && { bytes }) },
    });
  });

  test('within blocks', () => {
    const text = { type: 'text', text: 'x' };
    expect(blocksOf({ type: 'document', source: { type: 'content', content: [text, text] } })).toEqual({
      text: { count: 2, chars: 2 },
      document: { count: 1 },
    });
    expect(blocksOf({ type: 'document', source: { type: 'content', content: 'four' } })).toEqual({
      text: { count: 1, chars: 4 },
      document: { count: 1 },
    });
  });

  test('of no kind that is known', () => {
    expect(blocksOf({ type: 'secret', text: 'x' }, { type: 7 }, {}, null)).toEqual({
      other: { count: 4, chars: 1 },
    });
    expect(blocksOf()).toBeUndefined();
  });
});

test('marks for the cache are counted wherever they are', () => {
  const mark = { cache_control: { type: 'ephemeral' } };
  const countOf = (body: object) => shapeOf(body).cache_control;
  expect(countOf(mark)).toBe(1);
  expect(countOf({ system: [mark], tools: [mark, mark] })).toBe(3);
  const content = [{ type: 'tool_result', ...mark, content: [{ type: 'text', ...mark }] }];
  expect(countOf({ messages: [{ role: 'user', content }] })).toBe(2);
  expect(countOf({ cache_control: null, system: [{ cache_control: 'secret' }] })).toBeUndefined();
});

test('the text of an object is measured sixteen levels deep', () => {
  const within = (levels: number): unknown => (levels === 0 ? 'x' : [within(levels - 1)]);
  const charsOf = (levels: number) => {
    const { tools } = shapeOf({ tools: [{ name: 'a', input_schema: within(levels) }] }) as {
      tools: { chars: number };
    };
    return tools.chars;
  };
  expect([charsOf(16), charsOf(17)]).toEqual([1, 0]);
});

test('roles: those of the API, others, and none', () => {
  const messages = [{ role: 'user' }, { role: 'secret' }, { role: 7 }, {}, 'text', { role: 'assistant' }];
  expect(shapeOf({ messages })).toEqual({
    messages: 6,
    roles: ['user', 'other', '(number)', null, null, 'assistant'],
  });
  expect(shapeOf({ messages: [] })).toEqual({ messages: 0, roles: [] });
  const long = Array.from({ length: 25 }, (_, index) => ({
    role: index === 15 || index === 17 ? 'assistant' : 'user',
  }));
  const { roles } = shapeOf({ messages: long }) as { roles: string[] };
  expect(roles.flatMap((role, index) => (role === 'user' ? [] : [[index, role]]))).toEqual([
    [15, 'assistant'],
    [16, '...'],
    [17, 'assistant'],
  ]);
});

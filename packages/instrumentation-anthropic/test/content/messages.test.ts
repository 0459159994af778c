// Requests and answers in the conventions' form of messages: every kind of block, and no binary data.
import { describe, expect, test } from 'vitest';
import {
  inputMessages,
  outputMessages,
  systemInstructions,
  toolDefinitions,
} from '../../src/content/messages.ts';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

// 8 bytes.
const DATA = 'iVBORw0KGgo=';

const blocks: ReadonlyArray<readonly [name: string, block: object, part: object]> = [
  ['text', { type: 'text', text: 'Hi', citations: [] }, { type: 'text', content: 'Hi' }],
  [
    'thinking, without its signature',
    { type: 'thinking', thinking: 'Hm', signature: 'EqQB' },
    { type: 'reasoning', content: 'Hm' },
  ],
  [
    'redacted thinking, without its data',
    { type: 'redacted_thinking', data: DATA },
    { type: 'generic', generic_type: 'redacted_thinking', omitted_bytes: 8 },
  ],
  [
    'tool_use',
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Paris', days: 2 } },
    { type: 'tool_call', id: 'toolu_1', name: 'weather', arguments: { city: 'Paris', days: 2 } },
  ],
  ...['tool_use', 'server_tool_use', 'mcp_tool_use'].map((type): [string, object, object] => {
    const input = {
      type: 'contract',
      signature: 'A',
      more: [{ type: 'a', cache_control: 'b', encrypted_c: 'd' }],
    };
    const part = { type: 'generic', generic_type: type };
    return [`${type} with fields of its own`, { type, input, signature: 'E' }, { ...part, input }];
  }),
  [
    'tool_result with a text',
    { type: 'tool_result', tool_use_id: 'toolu_1', content: 'rainy' },
    { type: 'tool_call_response', id: 'toolu_1', response: 'rainy' },
  ],
  [
    'tool_result with blocks',
    {
      type: 'tool_result',
      tool_use_id: 'toolu_1',
      is_error: true,
      content: [
        { type: 'text', text: 'rainy' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: DATA } },
      ],
    },
    {
      type: 'tool_call_response',
      id: 'toolu_1',
      response: [
        { type: 'text', content: 'rainy' },
        { type: 'blob', modality: 'image', mime_type: 'image/png', content: '', omitted_bytes: 8 },
      ],
      is_error: true,
    },
  ],
  [
    'tool_result without content',
    { type: 'tool_result', tool_use_id: 'toolu_1' },
    { type: 'tool_call_response', id: 'toolu_1', response: null },
  ],
  [
    'server_tool_use',
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'otel' } },
    {
      type: 'server_tool_call',
      id: 'srvtoolu_1',
      name: 'web_search',
      server_tool_call: { type: 'web_search', arguments: { query: 'otel' } },
    },
  ],
  [
    'web_search_tool_result, without what is encrypted',
    {
      type: 'web_search_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: [{ type: 'web_search_result', title: 'OTel', url: 'https://otel', encrypted_content: 'Eo8' }],
    },
    {
      type: 'server_tool_call_response',
      id: 'srvtoolu_1',
      server_tool_call_response: {
        type: 'web_search',
        response: [{ type: 'web_search_result', title: 'OTel', url: 'https://otel' }],
      },
    },
  ],
  [
    'web_fetch_tool_result with a PDF',
    {
      type: 'web_fetch_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: {
        type: 'web_fetch_result',
        url: 'https://otel/a.pdf',
        content: {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: DATA },
        },
      },
    },
    {
      type: 'server_tool_call_response',
      id: 'srvtoolu_1',
      server_tool_call_response: {
        type: 'web_fetch',
        response: {
          type: 'web_fetch_result',
          url: 'https://otel/a.pdf',
          content: {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', omitted_bytes: 8 },
          },
        },
      },
    },
  ],
  [
    'mcp_tool_use',
    { type: 'mcp_tool_use', id: 'mcptoolu_1', name: 'list', server_name: 'files', input: {} },
    {
      type: 'server_tool_call',
      id: 'mcptoolu_1',
      name: 'list',
      server_tool_call: { type: 'mcp', server_name: 'files', arguments: {} },
    },
  ],
  [
    'mcp_tool_result',
    { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_1', is_error: false, content: 'none' },
    {
      type: 'server_tool_call_response',
      id: 'mcptoolu_1',
      server_tool_call_response: { type: 'mcp', response: 'none' },
    },
  ],
  [
    'image in base64',
    { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: DATA } },
    { type: 'blob', modality: 'image', mime_type: 'image/jpeg', content: '', omitted_bytes: 8 },
  ],
  [
    'image by URL',
    { type: 'image', source: { type: 'url', url: 'https://cat.example/cat.png' } },
    { type: 'uri', modality: 'image', uri: 'https://cat.example/cat.png' },
  ],
  [
    'image in a data: URL',
    { type: 'image', source: { type: 'url', url: `data:image/png;base64,${DATA}` } },
    { type: 'blob', modality: 'image', mime_type: 'image/png', content: '', omitted_bytes: 8 },
  ],
  [
    'image by file id',
    { type: 'image', source: { type: 'file', file_id: 'file_1' } },
    { type: 'file', modality: 'image', file_id: 'file_1' },
  ],
  [
    'document in base64',
    {
      type: 'document',
      title: 'Report',
      source: { type: 'base64', media_type: 'application/pdf', data: DATA },
    },
    {
      type: 'blob',
      modality: 'document',
      mime_type: 'application/pdf',
      title: 'Report',
      content: '',
      omitted_bytes: 8,
    },
  ],
  [
    'document as text',
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Once' } },
    { type: 'text', modality: 'document', mime_type: 'text/plain', content: 'Once' },
  ],
  [
    'document of blocks',
    { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'Once' }] } },
    {
      type: 'generic',
      generic_type: 'document',
      modality: 'document',
      content: [{ type: 'text', content: 'Once' }],
    },
  ],
  [
    'compaction',
    { type: 'compaction', content: 'Summary', encrypted_content: 'Eo8', signature: 'sig' },
    { type: 'compaction', content: 'Summary' },
  ],
  [
    'container_upload',
    { type: 'container_upload', file_id: 'file_1', cache_control: { type: 'ephemeral' } },
    { type: 'generic', generic_type: 'container_upload', file_id: 'file_1' },
  ],
  [
    'a block of tomorrow',
    { type: 'hologram', depth: 3, layers: ['a'] },
    { type: 'generic', generic_type: 'hologram', depth: 3, layers: ['a'] },
  ],
  ['a block without a type', { text: 'Hi' }, { text: 'Hi', type: 'generic', generic_type: 'unknown' }],
  [
    'a known block without its field',
    { type: 'tool_use', id: 'toolu_1' },
    { type: 'generic', generic_type: 'tool_use', id: 'toolu_1' },
  ],
];

describe.each(blocks)('%s', (_, block, part) => {
  test('in a request', () => {
    const body = { messages: [{ role: 'user', content: [block] }] };
    expect(json(inputMessages(body))).toEqual([{ role: 'user', parts: [part] }]);
  });

  test('in a response', () => {
    const message = { role: 'assistant', content: [block], stop_reason: 'end_turn' };
    expect(json(outputMessages(message))).toEqual([
      { role: 'assistant', parts: [part], finish_reason: 'stop' },
    ]);
  });
});

describe('binary data is left out', () => {
  test.each([
    ['the data of a tool’s result of the Model Context Protocol', { data: DATA, mimeType: 'audio/wav' }],
    ['its resources', { blob: DATA, mimeType: 'application/zip' }],
    ['a source within a tool’s input', { deep: [{ source: { type: 'base64', data: DATA } }] }],
    ['bytes', { file: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) }],
    ['a data: URL in a text', { html: `<img src="data:image/png;name=a.png;base64,${DATA}"> and on` }],
    ['a data: URL over several lines', { html: `data:image/png;base64,${DATA}\r\n${DATA}\r\nand on` }],
  ])('%s', (_, input) => {
    const [message] = inputMessages({
      messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input }] }],
    });
    const text = JSON.stringify(message);
    expect(text).not.toContain('iVBOR');
    expect(text).toMatch(/"omitted_bytes":\d+|\[\d+ bytes left out\]/);
  });

  test('text of a textual media type is kept', () => {
    const input = { data: '{"a":1}', mimeType: 'application/json' };
    const message = { content: [{ type: 'tool_use', id: 't', name: 'n', input }], stop_reason: 'tool_use' };
    expect(json(outputMessages(message))).toMatchObject([{ parts: [{ arguments: input }] }]);
  });
});

describe('input messages', () => {
  test('a text alone is a text part; roles are kept, system turns too', () => {
    const body = {
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
        { role: 'assistant', content: '' },
      ],
    };
    expect(json(inputMessages(body))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Hi' }] },
      { role: 'system', parts: [{ type: 'text', content: 'Be brief' }] },
      { role: 'assistant', parts: [{ type: 'text', content: '' }] },
    ]);
  });

  test('later changes of the body change nothing', () => {
    const content = [{ type: 'text', text: 'Hi' }];
    const body = { messages: [{ role: 'user', content }] };
    const messages = inputMessages(body);
    content.push({ type: 'text', text: 'more' });
    body.messages.pop();
    expect(json(messages)).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]);
  });

  test('of a conversation without end, the first and the newest are read and the others counted', () => {
    const messages = Array.from({ length: 100_000 }, (_, index) => ({ role: 'user', content: `n${index}` }));
    const read = inputMessages({ messages });
    expect(json(read[0])).toEqual({ role: 'user', parts: [{ type: 'text', content: 'n0' }] });
    expect(json(read[1])).toEqual({
      role: 'user',
      parts: [
        { type: 'generic', generic_type: 'omitted', messages: 100_000 - read.length },
        { type: 'text', content: `n${100_000 - read.length + 1}` },
      ],
    });
    expect(json(read.at(-1))).toEqual({ role: 'user', parts: [{ type: 'text', content: 'n99999' }] });
  });
});

test('system instructions: a text or blocks', () => {
  expect(json(systemInstructions({ system: 'Be brief' }))).toEqual([{ type: 'text', content: 'Be brief' }]);
  const system = [{ type: 'text', text: 'Be brief', cache_control: { type: 'ephemeral' } }];
  expect(json(systemInstructions({ system }))).toEqual([{ type: 'text', content: 'Be brief' }]);
  expect(systemInstructions({})).toEqual([]);
});

test('tool definitions: type and name only', () => {
  const tools = [
    { name: 'weather', description: 'secret', input_schema: { type: 'object' } },
    { type: 'custom', name: 'time', input_schema: {} },
    { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
    { type: 'mcp_toolset', mcp_server_name: 'files' },
    { type: 'computer_toolset_20260801' },
    null,
  ];
  expect(json(toolDefinitions({ tools }))).toEqual([
    { type: 'function', name: 'weather' },
    { type: 'function', name: 'time' },
    { type: 'web_search_20250305', name: 'web_search' },
    { type: 'mcp_toolset', name: 'files' },
    { type: 'computer_toolset_20260801', name: 'computer_toolset_20260801' },
  ]);
});

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool_call'],
  ['pause_turn', 'pause_turn'],
  ['refusal', 'refusal'],
  ['model_context_window_exceeded', 'model_context_window_exceeded'],
  ['compaction', 'compaction'],
  [null, 'error'],
  [undefined, 'error'],
])('stop reason %s is finish reason %s', (stop_reason, finish_reason) => {
  expect(outputMessages({ role: 'assistant', content: [], stop_reason })).toEqual([
    { role: 'assistant', parts: [], finish_reason },
  ]);
});

test.each([undefined, null, 'text', 3, {}, { content: 'text' }, { data: [] }])(
  'what is no message has no output: %j',
  (message) => {
    expect(outputMessages(message)).toEqual([]);
  },
);

test('a message has its role without content, and one that has neither is none', () => {
  const messages = [
    { role: 'user' },
    { content: 'a' },
    {},
    'text',
    null,
    { role: 'assistant', content: 'b' },
  ];
  expect(json(inputMessages({ messages }))).toEqual([
    { role: 'user', parts: [] },
    { role: 'unknown', parts: [{ type: 'text', content: 'a' }] },
    { role: 'assistant', parts: [{ type: 'text', content: 'b' }] },
  ]);
});

test('fields that are not there are not there, also before they are written', () => {
  const block = { type: 'tool_use', name: 'n', input: {} };
  const [message] = inputMessages({ messages: [{ role: 'user', content: [block] }] });
  expect(Object.keys(message?.parts[0] ?? {})).toEqual(['type', 'name', 'arguments']);
});

describe('words of the API', () => {
  const partOf = (block: unknown): unknown => {
    const [message] = json(inputMessages({ messages: [{ role: 'user', content: [block] }] })) as [
      { parts: unknown[] },
    ];
    return message.parts[0];
  };

  test('have at most 256 characters', () => {
    const named = (length: number) =>
      partOf({ type: 'tool_use', id: 'i', name: 'n'.repeat(length), input: 1 });
    expect(named(256)).toMatchObject({ name: 'n'.repeat(256) });
    expect(named(257)).toMatchObject({ name: 'n'.repeat(256) });
    expect(partOf({ type: 'tool_use', id: 'i', name: `${'n'.repeat(255)}😀` })).toMatchObject({
      name: `${'n'.repeat(255)}\ufffd`,
    });
  });

  test.each<[block: object, part: object]>([
    [
      { type: 'tool_use', id: 'i', name: '' },
      { type: 'generic', generic_type: 'tool_use' },
    ],
    [
      { type: 'tool_use', name: 'n', input: null },
      { type: 'tool_call', name: 'n', arguments: null },
    ],
    [
      { type: 'server_tool_use', id: 'i' },
      { type: 'generic', generic_type: 'server_tool_use' },
    ],
    [
      { type: 'mcp_tool_use', id: 'i' },
      { type: 'generic', generic_type: 'mcp_tool_use' },
    ],
    [
      { type: 'text', text: 7 },
      { type: 'generic', generic_type: 'text', text: 7 },
    ],
    [{ type: 'thinking' }, { type: 'generic', generic_type: 'thinking' }],
    [
      { type: 'tool_result', is_error: 'yes' },
      { type: 'tool_call_response', response: null },
    ],
    [
      { type: 'x_tool_result', is_error: true },
      { type: 'server_tool_call_response', server_tool_call_response: { type: 'x', is_error: true } },
    ],
    [{ type: 'x_tool_result_y' }, { type: 'generic', generic_type: 'x_tool_result_y' }],
    [
      { type: 'compaction', id: 'i', content: 7 },
      { type: 'compaction', id: 'i' },
    ],
    [{ type: 'image' }, { type: 'generic', generic_type: 'image' }],
    [
      { type: 'image', source: { type: 'url', url: 7 } },
      { type: 'generic', generic_type: 'image' },
    ],
    [
      { type: 'image', source: { type: 'file' } },
      { type: 'generic', generic_type: 'image' },
    ],
    [
      { type: 'image', source: { type: 'of_tomorrow' } },
      { type: 'generic', generic_type: 'image' },
    ],
    [
      { type: 'document', source: { type: 'text', data: 7 } },
      { type: 'generic', generic_type: 'document' },
    ],
    [
      { type: 'document', title: 't', context: 'c', source: { type: 'url', url: 'https://a.example' } },
      { type: 'uri', modality: 'document', title: 't', context: 'c', uri: 'https://a.example' },
    ],
    [
      { type: 'document', source: { type: 'content', content: 'a' } },
      { type: 'generic', generic_type: 'document', modality: 'document', content: 'a' },
    ],
    [
      { type: 'image', source: { type: 'url', url: 'data:;base64,QQ==' } },
      { type: 'blob', modality: 'image', mime_type: '', content: '', omitted_bytes: 1 },
    ],
    [
      { type: 'image', source: { type: 'url', url: 'x data:image/png;base64,QQ==' } },
      { type: 'uri', modality: 'image', uri: 'x data:image/png;base64,[1 bytes left out]' },
    ],
  ])('%j', (block, part) => {
    expect(partOf(block)).toMatchObject(part);
    expect(partOf(block)).not.toHaveProperty('undefined');
  });

  test('blocks that are no object are texts, or nothing', () => {
    const message = { role: 'user', content: ['a', 7, null, [], true, { type: 'text', text: 'b' }] };
    expect(json(inputMessages({ messages: [message] }))).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'a' },
          { type: 'text', content: 'b' },
        ],
      },
    ]);
  });
});

test('a thousand tools are listed, and the others counted', () => {
  const tools = Array.from({ length: 1_003 }, (_, index) => ({ name: `t${index}` }));
  expect(toolDefinitions({ tools: tools.slice(0, 1_000) })).toHaveLength(1_000);
  const all = toolDefinitions({ tools });
  expect(all).toHaveLength(1_001);
  expect(all.at(-1)).toEqual({ type: 'omitted', name: '3 tools left out' });
  expect(all.at(-2)).toEqual({ type: 'function', name: 't999' });
});

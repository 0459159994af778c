// The messages of a request: roles, order, empty content, and marks for the cache.
import { describe, expect, test } from 'vitest';
import {
  assistant,
  type Found,
  found,
  idsOf,
  mark,
  type Params,
  result,
  text,
  tool,
  use,
  user,
} from './requests.ts';

describe('messages', () => {
  test('roles of other APIs', () => {
    for (const role of [
      'tool',
      'function',
      'developer',
      'human',
      'Human',
      'ai',
      'AI',
      'bot',
      'model',
      'User',
    ])
      expect(found({ messages: [user('a'), { role, content: 'a' }] })).toEqual([
        [
          'request.message_roles',
          'messages.1.role',
          `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`,
        ],
      ]);
    expect(found({ messages: [{ role: 'role_of_tomorrow', content: 'a' }] })).toEqual([]);
  });

  test('a last message of the assistant, where the model does not continue it', () => {
    const REFUSED =
      'This model does not support assistant message prefill. The conversation must end with a user message.';
    const last = (content: unknown, more: Params = {}): readonly Found[] =>
      found({ messages: [user('a'), assistant(content)], ...more });
    expect(last('It is')).toEqual([['request.message_roles', 'messages.1', REFUSED]]);
    expect(last([text('It is')])).toEqual([['request.message_roles', 'messages.1', REFUSED]]);
    expect(last('It is', { model: 'claude-haiku-4-5' })).toEqual([]);
    expect(last('It is', { model: 'model-of-tomorrow' })).toEqual([]);
    expect(last('It is', { thread: {} })).toEqual([]);
    // An answer that paused goes on.
    for (const type of ['server_tool_use', 'mcp_tool_use', 'compaction', 'fallback', 'x_tool_result'])
      expect(last([{ type, id: 'a', name: 'b', input: {} }, text('It is')])).toEqual([]);
    expect(last([text('It is'), { type: 'block_of_tomorrow' }])).toEqual([]);
    expect(last([{ type: 'block_of_tomorrow' }, text('It is')])).toHaveLength(1);
  });

  test.each<[messages: readonly unknown[], found: readonly (readonly [path: string, message: string])[]]>([
    [[], [['messages', 'messages: at least one message is required']]],
    [
      [user(''), user('a')],
      [
        [
          'messages.0.content',
          'messages.0: all messages must have non-empty content except for the optional final assistant message',
        ],
      ],
    ],
    [
      [user([])],
      [
        [
          'messages.0.content',
          'messages.0: all messages must have non-empty content except for the optional final assistant message',
        ],
      ],
    ],
    [
      [assistant(''), user('a')],
      [
        [
          'messages.0.content',
          'messages.0: all messages must have non-empty content except for the optional final assistant message',
        ],
      ],
    ],
    [
      [user(' \n')],
      [['messages.0.content', 'messages: text content blocks must contain non-whitespace text']],
    ],
    [[user([text('')])], [['messages.0.content.0', 'messages: text content blocks must be non-empty']]],
    [
      [user([text('a'), text(' ')])],
      [['messages.0.content.1', 'messages: text content blocks must contain non-whitespace text']],
    ],
    [
      [user([text('', mark())])],
      [
        [
          'messages.0.content.0',
          'messages.0.content.0.text: cache_control cannot be set for empty text blocks',
        ],
      ],
    ],
    [[{ role: 'role_of_tomorrow', content: '' }], []],
  ])('%j has the findings %j', (messages, expected) => {
    expect(found({ messages }).map(([, path, message]) => [path, message])).toEqual(expected);
  });

  test('a last answer may be empty, and does not end in a blank', () => {
    const last = (content: unknown): readonly Found[] =>
      found({ model: 'claude-haiku-4-5', messages: [user('a'), assistant(content)] });
    const blank = (path: string): readonly Found[] => [
      [
        'request.empty_content',
        path,
        'messages: final assistant content cannot end with trailing whitespace',
      ],
    ];
    expect(last('')).toEqual([]);
    expect(last('It is')).toEqual([]);
    expect(last('It is ')).toEqual(blank('messages.1.content'));
    expect(last([text('It '), text('is\n')])).toEqual(blank('messages.1.content.1'));
    expect(last([text('It '), text('is')])).toEqual([]);
    expect(found({ messages: [user('Hello ')] })).toEqual([]);
  });

  test('an empty block of `system`', () => {
    expect(found({ system: [text('a'), text('')] })).toEqual([
      ['request.empty_content', 'system.1', 'system: text content blocks must be non-empty'],
    ]);
  });

  const ID = 'request.tool_use_mismatch';
  const AFTER = '`tool_use` ids were found without `tool_result` blocks immediately after';
  test('uses and results belong together', () => {
    const talk = (...messages: readonly unknown[]): readonly Found[] => found({ messages });
    const open = (message: number, block: number, ids: string): Found => [
      ID,
      `messages.${message}.content.${block}`,
      `messages.${message}: ${AFTER}: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    ];
    const [a, b] = [use('t1'), use('t2')];
    expect(talk(user('x'), assistant([a, b]), user([result('t2'), result('t1'), text('y')]))).toEqual([]);
    // The tools of a last answer have not run yet.
    expect(talk(user('x'), assistant([a]))).toEqual([]);
    expect(talk(user('x'), assistant([text('y'), a, b]), user('z'))).toEqual([open(1, 1, 't1, t2')]);
    expect(talk(user('x'), assistant([a, b]), user([result('t1')]))).toEqual([open(1, 1, 't2')]);
    // An id may be anything, and is not repeated then.
    expect(talk(user('x'), assistant([use('my secret')]), user('z')).at(-1)).toEqual(open(1, 0, '*'));
    const many = Array.from({ length: 7 }, (_, index) => use(`t${index}`));
    expect(talk(user('x'), assistant(many), user('z'))).toEqual([open(1, 0, 't0, t1, t2, t3, t4')]);
    expect(
      talk(user('x'), assistant([a]), user([result('t1')]), assistant('y'), user([result('t1')])),
    ).toEqual([
      [
        ID,
        'messages.4.content.0',
        'messages.4.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
      ],
    ]);
    expect(talk(user('x'), assistant([a]), user([result('t1'), result('t1')]))).toEqual([
      [
        ID,
        'messages.2.content.1',
        'messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: t1',
      ],
    ]);
    expect(talk(user('x'), assistant([a, a]), user([result('t1')]))).toEqual([
      [ID, 'messages.1.content.1', 'messages: `tool_use` ids must be unique'],
    ]);
    expect(talk(user([result('t1')]))).toHaveLength(1);
  });

  test('text follows the results of its message', () => {
    const talk = (...messages: readonly unknown[]): readonly Found[] =>
      found({ messages: [user('x'), assistant([use('t1')]), ...messages] });
    expect(talk(user([text('y'), result('t1')]))).toEqual([
      [
        ID,
        'messages.2.content.0',
        `messages.1: ${AFTER}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      ],
    ]);
    expect(talk(user([result('t1'), text('y')]))).toEqual([]);
    // Two messages in a row are read as one.
    expect(talk(user('y'), user([result('t1')]))).toEqual([]);
    expect(talk(user([result('t1')]), user('y'))).toEqual([]);
  });

  test('no finding where another message may have the other half', () => {
    const messages = [user([result('t1')])];
    expect(found({ messages })).toHaveLength(1);
    for (const name of ['thread', 'compaction', 'context_management'])
      expect(found({ messages, [name]: {} })).toEqual([]);
    expect(found({ messages: [...messages, { role: 'role_of_tomorrow', content: 'a' }] })).toEqual([]);
    expect(found({ messages: [user([result('t1'), { type: 'compaction' }])] })).toEqual([]);
    expect(idsOf({ messages: [user([result('t1'), 7])] })).not.toContain(ID);
  });

  test('blocks that one role alone may have', () => {
    const only = (message: number, type: string, role: string): Found => [
      'request.invalid_value',
      `messages.${message}.content.0`,
      `messages.${message}: \`${type}\` blocks can only be in \`${role}\` messages`,
    ];
    expect(found({ messages: [user([use('t1')])] })).toEqual([only(0, 'tool_use', 'assistant')]);
    expect(found({ messages: [user('a'), assistant([result('t1')]), user('b')] })).toEqual([
      only(1, 'tool_result', 'user'),
    ]);
    expect(found({ messages: [{ role: 'role_of_tomorrow', content: [use('t1')] }] })).toEqual([]);
  });
});

describe('marks for the prompt cache', () => {
  const ORDER =
    "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.";
  const late = (path: string): Found => [
    'request.cache_control',
    `${path}.cache_control.ttl`,
    `${path}.cache_control.ttl: ${ORDER}`,
  ];
  const blocks = (...ttls: readonly unknown[]): Params => ({
    messages: [user(ttls.map((ttl) => text('a', mark(ttl))))],
  });

  test.each([['5m'], [undefined], [null]])('an hour behind a mark of %j', (ttl) => {
    expect(found(blocks('1h', ttl, '1h'))).toEqual([late('messages.0.content.2')]);
    expect(found(blocks('1h', '1h', ttl))).toEqual([]);
  });

  test('the order is tools, system, messages', () => {
    const [long, short] = [mark('1h'), mark('5m')];
    const at = (tools: Params, system: Params, message: Params): Params => ({
      tools: [tool('a', tools)],
      system: [text('a', system)],
      messages: [user([text('a', message)])],
    });
    expect(found(at(long, short, short))).toEqual([]);
    expect(found(at(short, long, short))).toEqual([late('system.0')]);
    expect(found(at(long, short, long))).toEqual([late('messages.0.content.0')]);
  });

  test('the mark of a result is behind those of its blocks', () => {
    const round = (inside: unknown, outside: unknown): Params => ({
      messages: [
        user('Hello'),
        assistant([use('t1')]),
        user([result('t1', { content: [text('a', mark(inside))], ...mark(outside) })]),
      ],
    });
    expect(found(round('1h', '5m'))).toEqual([]);
    expect(found(round('5m', '1h'))).toEqual([late('messages.2.content.0')]);
  });

  test('the fifth is one too many', () => {
    expect(found(blocks('1h', '1h', '1h', '1h'))).toEqual([]);
    expect(found(blocks('1h', '1h', '1h', '1h', '1h', '1h'))).toEqual([
      [
        'request.cache_control',
        'messages.0.content.4',
        'A maximum of 4 blocks with cache_control may be provided. Found 6.',
      ],
    ]);
  });
});

// A streamed answer is the message that it would be unstreamed, as far as it came and up to the cap.
import { describe, expect, test } from 'vitest';
import { ContentAccumulator } from '../../src/content/accumulate.ts';
import { outputMessages } from '../../src/content/messages.ts';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const start = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number | undefined, delta: object) => ({ type: 'content_block_delta', index, delta });
const text = (index: number, value: string) => delta(index, { type: 'text_delta', text: value });
const input = (index: number, partial_json: string) =>
  delta(index, { type: 'input_json_delta', partial_json });
const BEGIN = { type: 'message_start', message: { role: 'assistant', content: [], stop_reason: null } };
const end = (stop_reason: string) => ({ type: 'message_delta', delta: { stop_reason } });

function output(events: readonly unknown[], maxCharacters?: number): unknown {
  const accumulator = new ContentAccumulator(maxCharacters);
  for (const event of events) accumulator.event(event);
  return json(outputMessages(accumulator.message()));
}

test('a whole stream: every kind of block', () => {
  const events = [
    BEGIN,
    start(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, { type: 'thinking_delta', thinking: 'H' }),
    delta(0, { type: 'thinking_delta', thinking: 'm' }),
    delta(0, { type: 'signature_delta', signature: 'EqQB' }),
    { type: 'content_block_stop', index: 0 },
    start(1, { type: 'text', text: '' }),
    { type: 'ping' },
    text(1, 'Hel'),
    text(1, 'lo'),
    delta(1, { type: 'citations_delta', citation: { cited_text: 'x' } }),
    start(2, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
    input(2, ''),
    input(2, '{"city":"Par'),
    input(2, 'is"}'),
    start(3, { type: 'tool_use', id: 'toolu_2', name: 'now', input: {} }),
    start(4, { type: 'server_tool_use', id: 's1', name: 'web_search', input: {} }),
    input(4, '{"query":"otel"}'),
    start(5, { type: 'web_search_tool_result', tool_use_id: 's1', content: [{ title: 'OTel' }] }),
    start(6, { type: 'compaction', content: null }),
    delta(6, { type: 'compaction_delta', content: 'Summary', encrypted_content: 'Eo8' }),
    end('tool_use'),
    { type: 'message_stop' },
  ];
  expect(output(events)).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm' },
        { type: 'text', content: 'Hello' },
        { type: 'tool_call', id: 'toolu_1', name: 'weather', arguments: { city: 'Paris' } },
        { type: 'tool_call', id: 'toolu_2', name: 'now', arguments: {} },
        {
          type: 'server_tool_call',
          id: 's1',
          name: 'web_search',
          server_tool_call: { type: 'web_search', arguments: { query: 'otel' } },
        },
        {
          type: 'server_tool_call_response',
          id: 's1',
          server_tool_call_response: { type: 'web_search', response: [{ title: 'OTel' }] },
        },
        { type: 'compaction', content: 'Summary' },
      ],
      finish_reason: 'tool_call',
    },
  ]);
});

describe('a stream that died', () => {
  test('within a text: what came, and finish reason error', () => {
    expect(output([BEGIN, start(0, { type: 'text', text: '' }), text(0, 'Hel')])).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'Hel' }], finish_reason: 'error' },
    ]);
  });

  test('within the input of a tool: its JSON as far as it got', () => {
    const events = [
      BEGIN,
      start(0, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
      input(0, '{"city":"Par'),
    ];
    expect(output(events)).toMatchObject([{ parts: [{ arguments: '{"city":"Par' }] }]);
  });

  test('before it began: nothing', () => {
    expect(output([])).toEqual([]);
    expect(output([{ type: 'ping' }])).toEqual([]);
  });
});

describe('the cap', () => {
  test('text past it is counted only, over all blocks, and a block after it keeps its name', () => {
    const accumulator = new ContentAccumulator(10);
    const events = [
      BEGIN,
      start(0, { type: 'text', text: '' }),
      text(0, '01234567'),
      text(0, '89abcdef'),
      text(0, 'ghij'),
      start(1, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
      input(1, '{"city":"Paris"}'),
      end('tool_use'),
    ];
    for (const event of events) accumulator.event(event);
    expect(accumulator.truncated).toBe(true);
    expect(json(outputMessages(accumulator.message()))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: '0123456789…[10 characters left out]' },
          {
            type: 'tool_call',
            id: 'toolu_1',
            name: 'weather',
            arguments: '…[16 characters left out]',
          },
        ],
        finish_reason: 'tool_call',
      },
    ]);
  });

  test('text at the cap is whole', () => {
    const accumulator = new ContentAccumulator(26);
    for (const event of [BEGIN, start(0, { type: 'text', text: '' }), text(0, 'x'.repeat(22))]) {
      accumulator.event(event);
    }
    expect(accumulator.truncated).toBe(false);
  });

  test('never within a surrogate pair', () => {
    const events = [BEGIN, start(0, { type: 'text', text: '' }), text(0, 'abc'), text(0, '😀😀')];
    expect(output(events, 4)).toMatchObject([{ parts: [{ content: 'abc…[4 characters left out]' }] }]);
  });

  test('a pair that two deltas share stays one', () => {
    const events = [BEGIN, start(0, { type: 'text', text: '' }), text(0, '\ud83d'), text(0, '\ude00')];
    expect(output(events)).toMatchObject([{ parts: [{ content: '😀' }] }]);
  });

  test('blocks without end are counted', () => {
    const blocks = Array.from({ length: 3_000 }, (_, index) => start(index, { type: 'text', text: 'x' }));
    const [message] = output([BEGIN, ...blocks]) as [{ parts: unknown[] }];
    expect(message.parts.at(-1)).toEqual({ type: 'generic', generic_type: 'omitted', parts: 2_000 });
  });
});

test.each([
  undefined,
  null,
  'text',
  { type: 'content_block_delta' },
  start(-1, {}),
  start(Number.NaN, { type: 'text' }),
  delta(7, { type: 'text_delta', text: 'x' }),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
    },
  ),
])('an event that is none does not matter', (event) => {
  const accumulator = new ContentAccumulator();
  expect(() => accumulator.event(event)).not.toThrow();
  expect(() => outputMessages(accumulator.message())).not.toThrow();
});

test('a block that begins twice is the first, and what follows a cut is not joined to what came before it', () => {
  const twice = [
    BEGIN,
    start(0, { type: 'text', text: '' }),
    text(0, 'first'),
    start(0, { type: 'text', text: '' }),
  ];
  expect(output([...twice, text(0, ' too')])).toMatchObject([{ parts: [{ content: 'first too' }] }]);
  // A surrogate pair has no room where one unit is left; the letter behind it would have.
  const cut = [BEGIN, start(0, { type: 'text', text: '' }), text(0, 'ab😀'), text(0, 'c')];
  expect(output(cut, 3)).toMatchObject([{ parts: [{ content: 'ab…[3 characters left out]' }] }]);
});

test("the input of a tool keeps names that the API's blocks have, too", () => {
  const own = { type: 'contract', signature: 'A', encrypted_note: 'b' };
  const events = [
    BEGIN,
    start(0, { type: 'tool_use', name: 'sign', input: {} }),
    input(0, JSON.stringify(own)),
  ];
  expect(output(events)).toMatchObject([{ parts: [{ type: 'tool_call', arguments: own }] }]);
});

test('a block without a place is counted, and so is the text of a block that never began', () => {
  const block = { type: 'content_block_start', content_block: { type: 'text', text: '' } };
  const lost = [
    BEGIN,
    start(0, { type: 'text', text: 'a' }),
    block,
    delta(undefined, { type: 'text_delta', text: 'b' }),
  ];
  expect(output(lost)).toMatchObject([
    { parts: [{ content: 'a' }, { type: 'generic', generic_type: 'omitted', parts: 1 }] },
  ]);
  for (const events of [lost, [BEGIN, text(3, 'b')]]) {
    const accumulator = new ContentAccumulator();
    for (const event of events) accumulator.event(event);
    expect(accumulator.truncated).toBe(true);
  }
});

describe('what the message says', () => {
  const role = (role: unknown) => ({ type: 'message_start', message: { role, stop_reason: null } });

  test('is its role, and the last stop reason', () => {
    expect(output([role('tester')])).toMatchObject([{ role: 'tester', finish_reason: 'error' }]);
    expect(output([role(7)])).toMatchObject([{ role: 'assistant' }]);
    const started = { type: 'message_start', message: { stop_reason: 'refusal' } };
    expect(output([started])).toMatchObject([{ finish_reason: 'refusal' }]);
    expect(output([started, { type: 'message_delta', delta: {} }])).toMatchObject([
      { finish_reason: 'refusal' },
    ]);
    expect(output([started, end('end_turn')])).toMatchObject([{ finish_reason: 'stop' }]);
  });

  test('is in the order of its blocks, whichever began first', () => {
    const parts = [
      start(2, { type: 'text', text: 'c' }),
      start(0, { type: 'text', text: 'a' }),
      text(2, 'C'),
      text(0, 'A'),
    ];
    expect(output([BEGIN, ...parts])).toMatchObject([{ parts: [{ content: 'aA' }, { content: 'cC' }] }]);
    const many = Array.from({ length: 12 }, (_, index) =>
      start(11 - index, { type: 'text', text: `${11 - index}` }),
    );
    expect(output([BEGIN, ...many])).toMatchObject([
      { parts: Array.from({ length: 12 }, (_, index) => ({ content: `${index}` })) },
    ]);
  });

  test('begins with a block, where the begin is lost', () => {
    expect(output([start(0, { type: 'text', text: 'a' })])).toMatchObject([
      { role: 'assistant', parts: [{ content: 'a' }] },
    ]);
  });

  test('is what deltas add to, of blocks that are there, in the field of their kind', () => {
    const block = (type: string, more: object = {}) => [BEGIN, start(0, { type, ...more })];
    expect(
      output([...block('text', { text: 'a' }), delta(0, { type: 'odd_delta', text: 'b' })]),
    ).toMatchObject([{ parts: [{ content: 'a' }] }]);
    expect(
      output([...block('text', { text: 'a' }), delta(0, { type: 'text_delta', text: 7 })]),
    ).toMatchObject([{ parts: [{ content: 'a' }] }]);
    expect(output([...block('text', { text: 'a' }), text(1, 'b')])).toMatchObject([
      { parts: [{ content: 'a' }] },
    ]);
    // A field that began as another value is replaced.
    expect(
      output([
        ...block('compaction', { content: null }),
        delta(0, { type: 'compaction_delta', content: 'b' }),
      ]),
    ).toMatchObject([{ parts: [{ content: 'b' }] }]);
  });

  test('has the input of a tool as it is, as it began, or as none', () => {
    const tool = (input_: unknown) => [
      BEGIN,
      start(0, { type: 'tool_use', id: 't', name: 'n', input: input_ }),
    ];
    expect(output([...tool({ a: 1 }), input(0, '')])).toMatchObject([{ parts: [{ arguments: { a: 1 } }] }]);
    expect(output([...tool(undefined), input(0, '')])).toMatchObject([{ parts: [{ arguments: null }] }]);
    expect(output([...tool({}), input(0, '[1]')])).toMatchObject([{ parts: [{ arguments: [1] }] }]);
    expect(output([...tool({}), input(0, '{"a":')])).toMatchObject([{ parts: [{ arguments: '{"a":' }] }]);
    expect(output([...tool({}), input(0, '{"a":1}x')], 7)).toMatchObject([
      { parts: [{ arguments: '{"a":1}…[1 characters left out]' }] },
    ]);
  });
});

describe('room', () => {
  test('of 512 characters is for what a block begins with, beyond the cap', () => {
    const first = (length: number) => [BEGIN, start(0, { type: 'text', text: 'x'.repeat(length) })];
    const used = 'type'.length + 'text'.length;
    const accumulator = (length: number) => {
      const made = new ContentAccumulator(0);
      for (const event of first(length)) made.event(event);
      return made;
    };
    expect(accumulator(512 - used).truncated).toBe(false);
    expect(accumulator(513 - used).truncated).toBe(true);
  });

  test('that a block has used is not there for what follows', () => {
    const events = [BEGIN, start(0, { type: 'text', text: 'x'.repeat(700) }), text(0, 'y'.repeat(150))];
    expect(output(events, 300)).toMatchObject([
      { parts: [{ content: expect.stringMatching(/^x{700}y{100}…\[50 characters left out\]$/) }] },
    ]);
  });

  test('of a field that was cut as it began, nothing is joined to it', () => {
    const events = [BEGIN, start(0, { type: 'text', text: 'x'.repeat(1000) }), text(0, 'yy')];
    const [message] = output(events, 300) as [{ parts: [{ content: string }] }];
    expect(message.parts[0].content).toMatch(/^x+…\[\d+ characters left out\]$/);
    const [, kept = '', left = ''] = /^(x+)…\[(\d+)/.exec(message.parts[0].content) ?? [];
    expect(kept.length + Number(left)).toBe(1002);
  });
});

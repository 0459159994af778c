// Values that throw, never end or lie about themselves: what can be read of them is recorded, and nothing is thrown.
import { describe, expect, test } from 'vitest';
import { ContentAccumulator } from '../../src/content/accumulate.ts';
import { outputMessages } from '../../src/content/messages.ts';
import { recordedContent, requestContent, spanContent } from '../../src/content/serialize.ts';

function attributesOf(body: unknown, response: unknown, maxContentBytes?: number) {
  const content = { ...requestContent(body), output: outputMessages(response) };
  return spanContent(recordedContent(content, { maxContentBytes }));
}

const fails = (): never => {
  throw new Error('no');
};

const cycle: Record<string, unknown> = { type: 'tool_use', id: 't', name: 'n', city: 'Paris' };
cycle.input = cycle;

let deep: unknown = 'bottom';
for (let level = 0; level < 100_000; level += 1) deep = { type: 'level', deep };

const toJSONWithoutEnd = (): object => ({ toJSON: toJSONWithoutEnd });

const revoked = Proxy.revocable([], {});
revoked.revoke();

const hostile: ReadonlyArray<readonly [name: string, value: unknown]> = [
  ['a getter that throws', Object.defineProperty({ type: 'text' }, 'text', { enumerable: true, get: fails })],
  ['a proxy whose every trap throws', new Proxy({}, { get: fails, ownKeys: fails, getPrototypeOf: fails })],
  ['a proxy that answers anything', new Proxy({}, { get: (_, name) => (name === 'type' ? 'text' : fails) })],
  [
    'a proxy of an array without end',
    new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 53 - 1 : 'x') }),
  ],
  ['a revoked proxy', revoked.proxy],
  ['a cycle', cycle],
  ['great depth', deep],
  ['no prototype', Object.assign(Object.create(null), { type: 'text', text: 'Hi' })],
  ['a toJSON that throws', { type: 'text', toJSON: fails }],
  ['a toJSON without end', toJSONWithoutEnd()],
  ['an array with nothing in it', new Array(4_000_000_000)],
  [
    'a key of the prototype',
    JSON.parse('{"type":"tool_use","name":"n","input":{"__proto__":{"polluted":1}}}'),
  ],
  ['a type of the prototype', { type: 'constructor' }],
  ['a type that is no string', { type: { toString: fails } }],
  ['lone surrogates', { type: 'text', text: '\ud83d\ud83d\ude00\ude00' }],
  ['a bigint, a symbol, a function', { type: 'x', big: 1n, symbol: Symbol('s'), call: fails }],
  ['numbers that JSON has not', { type: 'x', nan: Number.NaN, infinite: Number.POSITIVE_INFINITY, zero: -0 }],
  ['an enormous object', Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`key ${i}`, i]))],
  ['a source that is none', { type: 'image', source: fails }],
  [
    'base64 data that is no string',
    { type: 'image', source: { type: 'base64', data: { toJSON: () => 'iVBOR' } } },
  ],
];

describe.each(hostile)('%s', (_, value) => {
  const places: ReadonlyArray<readonly [name: string, body: unknown, response: unknown]> = [
    ['as a body', value, value],
    ['as the messages', { messages: value, system: value, tools: value }, { content: value }],
    ['as a message', { messages: [value, value], system: [value], tools: [value] }, { content: [[value]] }],
    [
      'as content',
      { messages: [{ role: 'user', content: value }] },
      { content: [value], stop_reason: value },
    ],
    ['as a block', { messages: [{ role: value, content: [value, value] }] }, { content: [value] }],
    ['in a result', { messages: [{ content: [{ type: 'tool_result', content: [value] }] }] }, undefined],
    ['in an input', undefined, { content: [{ type: 'tool_use', id: value, name: 'n', input: { value } }] }],
  ];

  test.each(places)('%s', (_, body, response) => {
    const attributes = attributesOf(body, response, 5_000);
    const json = Object.values(attributes);
    expect(json.reduce((total, text) => total + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(5_000);
    for (const text of json) {
      expect(JSON.parse(text)).toEqual(expect.any(Array));
      expect(text).not.toMatch(/\\ud[89a-f]/i);
      expect(text).not.toContain('iVBOR');
    }
  });

  test('as an event of a stream', () => {
    const accumulator = new ContentAccumulator();
    accumulator.event(value);
    accumulator.event({ type: 'message_start', message: value });
    accumulator.event({ type: 'content_block_start', index: 0, content_block: value });
    accumulator.event({ type: 'content_block_delta', index: 0, delta: value });
    accumulator.event({
      type: 'content_block_delta',
      index: value,
      delta: { type: 'text_delta', text: value },
    });
    accumulator.event({ type: 'message_delta', delta: value });
    const [output] = outputMessages(accumulator.message());
    expect(JSON.parse(JSON.stringify(output))).toMatchObject({
      role: expect.any(String),
      finish_reason: expect.any(String),
    });
  });
});

test('nobody’s prototype changes', () => {
  const [, body] = hostile.find(([name]) => name === 'a key of the prototype') ?? [];
  const recorded = recordedContent({ ...requestContent({ messages: [{ content: [body] }] }), output: [] });
  expect('polluted' in {}).toBe(false);
  expect(JSON.stringify(recorded)).toContain('{"__proto__":{"polluted":1}}');
});

test('an object that stands in two places is no cycle', () => {
  const block = { type: 'text', text: 'Hi' };
  const attributes = attributesOf({ messages: [{ role: 'user', content: [block, block] }] }, undefined);
  expect(JSON.parse(attributes['gen_ai.input.messages'] ?? '')[0].parts).toHaveLength(2);
});

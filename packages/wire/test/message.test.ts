// Token counts of messages: what is billed, and what is the context, by the API's own example and by its variants.
import { describe, expect, test } from 'vitest';
import {
  hasCompaction,
  longMessageFacts,
  messageAttributes,
  messageFacts,
  messageStartFacts,
  withMessageDelta,
  withoutEchoes,
} from '../src/index.ts';

// https://platform.claude.com/docs/en/build-with-claude/compaction-threshold
const COMPACTION = { type: 'compaction', input_tokens: 180_000, output_tokens: 3_500 };
const MESSAGE = { type: 'message', input_tokens: 23_000, output_tokens: 1_000 };
const TOP = { input_tokens: 23_000, output_tokens: 1_000 };

const tokens = (usage: object): readonly unknown[] => {
  const attributes = messageAttributes(messageFacts({ usage }));
  return [
    attributes['gen_ai.usage.input_tokens'],
    attributes['gen_ai.usage.output_tokens'],
    attributes['anthropic.usage.context.input_tokens'],
    attributes['anthropic.usage.context.output_tokens'],
    attributes['gen_ai.conversation.compacted'],
  ];
};
const none = undefined;

describe('usage.iterations', () => {
  test.each([
    ['none', undefined, [23_000, 1_000, none, none, none]],
    ['null', null, [23_000, 1_000, none, none, none]],
    ['an empty list', [], [23_000, 1_000, none, none, none]],
    ['the one message', [MESSAGE], [23_000, 1_000, none, none, none]],
    ['a compaction first', [COMPACTION, MESSAGE], [203_000, 4_500, 23_000, 1_000, true]],
    ['a compaction last', [MESSAGE, COMPACTION], [203_000, 4_500, 23_000, 1_000, true]],
    ['two compactions', [COMPACTION, MESSAGE, COMPACTION, MESSAGE], [406_000, 9_000, 23_000, 1_000, true]],
    ['a compaction alone', [COMPACTION], [180_000, 3_500, none, none, true]],
    [
      'turns of a server tool',
      [MESSAGE, { ...MESSAGE, input_tokens: 30_000 }],
      [53_000, 2_000, 30_000, 1_000, none],
    ],
    [
      'an advisor, which is no turn',
      [MESSAGE, { type: 'advisor_message', input_tokens: 5_000, output_tokens: 200 }],
      [28_000, 1_200, 23_000, 1_000, none],
    ],
    [
      'a fallback model',
      [MESSAGE, { type: 'fallback_message', input_tokens: 24_000, output_tokens: 700 }],
      [47_000, 1_700, 24_000, 700, none],
    ],
    ['no object', [7, null, 'text'], [23_000, 1_000, none, none, none]],
    ['a text', 'text', [23_000, 1_000, none, none, none]],
  ])('%s', (_, iterations, expected) => {
    expect(tokens({ ...TOP, iterations })).toEqual(expected);
  });

  test('cached tokens are input of each iteration, and are summed by themselves, too', () => {
    const cached = {
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    };
    const iterations = [
      { ...COMPACTION, ...cached },
      { ...MESSAGE, ...cached },
    ];
    expect(messageAttributes(messageFacts({ usage: { ...TOP, ...cached, iterations } }))).toMatchObject({
      'gen_ai.usage.input_tokens': 203_260,
      'gen_ai.usage.cache_read.input_tokens': 200,
      'gen_ai.usage.cache_write.input_tokens': 60,
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 20,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 40,
      'anthropic.usage.context.input_tokens': 23_130,
    });
  });

  test.each([
    ['in message_delta', null, [COMPACTION, MESSAGE]],
    ['in message_start alone', [COMPACTION, MESSAGE], undefined],
    ['in both, the later of which counts', [COMPACTION], [COMPACTION, MESSAGE]],
  ])('of a stream: %s', (_, atStart, atEnd) => {
    const started = messageStartFacts({
      usage: { input_tokens: 23_000, output_tokens: 1, iterations: atStart },
    });
    const facts = withMessageDelta(started, { usage: { output_tokens: 1_000, iterations: atEnd } });
    expect(messageAttributes(facts)).toMatchObject({
      'gen_ai.usage.input_tokens': 203_000,
      'gen_ai.usage.output_tokens': 4_500,
      'anthropic.usage.context.input_tokens': 23_000,
      'anthropic.usage.context.output_tokens': 1_000,
    });
  });
});

test('each count of the API has its attribute, and cached tokens are input', () => {
  const facts = messageFacts({
    id: 'msg_1',
    model: 'claude-sonnet-5',
    stop_reason: 'end_turn',
    content: [{ type: 'text' }, { type: 'text' }],
    usage: {
      input_tokens: 1,
      output_tokens: 20,
      cache_read_input_tokens: 300,
      cache_creation_input_tokens: 4_000,
      cache_creation: { ephemeral_5m_input_tokens: 1_500, ephemeral_1h_input_tokens: 2_500 },
      output_tokens_details: { thinking_tokens: 7 },
      service_tier: 'standard',
    },
  });
  expect(messageAttributes(facts)).toEqual({
    'gen_ai.response.id': 'msg_1',
    'gen_ai.response.model': 'claude-sonnet-5',
    'gen_ai.response.finish_reasons': ['end_turn'],
    'anthropic.message.stop_reason': 'end_turn',
    'anthropic.message.content_blocks': 2,
    'gen_ai.usage.input_tokens': 4_301,
    'gen_ai.usage.output_tokens': 20,
    'gen_ai.usage.cache_read.input_tokens': 300,
    'gen_ai.usage.cache_write.input_tokens': 4_000,
    'gen_ai.usage.reasoning.output_tokens': 7,
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 1_500,
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 2_500,
    'anthropic.response.service_tier': 'standard',
  });
});

describe('a body that is too long to be parsed once more', () => {
  const [head, tail] = [
    { id: 'msg_1', type: 'message', model: 'claude-sonnet-5' },
    { usage: { ...TOP, cache_creation: { ephemeral_5m_input_tokens: 10 }, service_tier: 'standard' } },
  ];
  const content = [{ type: 'text', text: `{"usage": {"input_tokens": 1}} ${'x'.repeat(20_000)}` }];
  const LOOKALIKES = [
    {
      type: 'tool_use',
      input: {
        id: 'patient-1',
        model: 'T',
        stop_reason: 'b]}"\\',
        usage: { input_tokens: 1 },
        content: [[]],
      },
    },
  ];

  test.each([
    ['as the API writes it', { ...head, content, stop_reason: 'end_turn', ...tail }],
    ['with the stop reason first', { ...head, stop_reason: 'end_turn', content, ...tail }],
    ['without tokens', { ...head, content, stop_reason: 'end_turn' }],
    // A gateway that sorts.
    ['with the content first', { content, ...head, stop_reason: 'end_turn', ...tail }],
    ['with the content last', { ...head, stop_reason: 'end_turn', ...tail, content }],
    ['with the content as all that is known', { content }],
    ['with fields of the same names', { ...head, content: [...LOOKALIKES, ...content], ...tail }],
    ['with them first', { content: [...LOOKALIKES, ...content, ...LOOKALIKES], ...head, ...tail }],
    ['with them alone', { content: [...LOOKALIKES, ...content, ...LOOKALIKES] }],
  ])('has ids, stop reason and tokens as if it were: %s', (_, message) => {
    for (const space of [undefined, 1]) {
      const { contentBlocks: _, ...whole } = messageFacts(message);
      expect(longMessageFacts(JSON.stringify(message, undefined, space))).toEqual(whole);
    }
  });

  test('has no tokens where it breaks off in them', () => {
    const text = JSON.stringify({ ...head, content, ...tail });
    expect(longMessageFacts(text.slice(0, -2)).usage).toBeUndefined();
  });
});

describe('compactions', () => {
  const full = { type: 'compaction', content: 'They spoke of a garden.' };
  const failed = { type: 'compaction', content: null };
  const text = { type: 'text', text: 'compaction' };

  test.each<[content: readonly unknown[], compacted: boolean | undefined]>([
    [[], undefined],
    [[text, 'compaction', null], undefined],
    [[text, full], true],
    [[failed], false],
    [[failed, full], true],
    [[full, failed], true],
    [[{ type: 'compaction', content: '' }], true],
  ])('%j: %s', (content, compacted) => {
    expect(hasCompaction(content)).toBe(compacted);
    const { 'gen_ai.conversation.compacted': said } = messageAttributes(messageFacts({ content }));
    expect(said).toBe(compacted || undefined);
  });

  test('one that failed is none, although its tokens are billed', () => {
    const facts = messageFacts({ content: [failed], usage: { ...TOP, iterations: [COMPACTION, MESSAGE] } });
    expect(messageAttributes(facts)['gen_ai.conversation.compacted']).toBeUndefined();
    expect(messageAttributes(facts)['gen_ai.usage.input_tokens']).toBe(203_000);
  });
});

describe('a message of another kind', () => {
  test.each([undefined, null, 'text', 7, [], {}])('%j has no facts', (message) => {
    expect(Object.values(messageFacts(message)).filter((fact) => fact !== undefined)).toEqual([]);
    expect(
      Object.values(messageAttributes(messageFacts(message))).filter((value) => value !== undefined),
    ).toEqual([]);
  });

  test('fields that are not as in the API are left out', () => {
    const odd = {
      id: 7,
      model: { name: 'm' },
      stop_reason: 'a whole sentence',
      content: { length: 3 },
      usage: { input_tokens: -1, output_tokens: 1.5, cache_read_input_tokens: '5', service_tier: 'a tier' },
    };
    expect(
      Object.values(messageAttributes(messageFacts(odd))).filter((value) => value !== undefined),
    ).toEqual([]);
  });

  test('cached tokens are no input where the others are unknown, and nothing where they are none', () => {
    const inputOf = (usage: object) =>
      messageAttributes(messageFacts({ usage }))['gen_ai.usage.input_tokens'];
    expect(inputOf({ cache_read_input_tokens: 5, cache_creation_input_tokens: 7 })).toBeUndefined();
    expect(inputOf({ input_tokens: 0 })).toBe(0);
    expect(inputOf({ input_tokens: 1, cache_read_input_tokens: 5 })).toBe(6);
    expect(inputOf({ input_tokens: 1, cache_creation_input_tokens: 7 })).toBe(8);
  });
});

test('the context is told where the input or the output of the last turn is another', () => {
  const of = (last: object) =>
    tokens({
      ...TOP,
      iterations: [
        { type: 'message', input_tokens: 0, output_tokens: 0 },
        { ...MESSAGE, ...last },
      ],
    });
  expect(of({})).toEqual([23_000, 1_000, none, none, none]);
  expect(of({ output_tokens: 900 })).toEqual([23_000, 1_000, 23_000, 900, none]);
  expect(of({ input_tokens: 22_000 })).toEqual([23_000, 1_000, 22_000, 1_000, none]);
});

test('a thousand iterations are summed, and no more', () => {
  const one = { type: 'message', input_tokens: 1, output_tokens: 2 };
  const iterations = Array.from({ length: 1_500 }, () => one);
  expect(tokens({ iterations })).toEqual([1_000, 2_000, 1, 2, none]);
});

test('the end of a stream replaces what it has, and leaves the rest', () => {
  const started = messageStartFacts({
    id: 'msg_1',
    model: 'm',
    stop_reason: 'tool_use',
    usage: { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: 3, service_tier: 'standard' },
  });
  expect(started).toMatchObject({ usage: { input: 5, output: undefined, cacheRead: 3 } });
  expect(withMessageDelta(started, { usage: { output_tokens: 9 } })).toEqual({
    ...started,
    usage: { ...started.usage, output: 9 },
  });
  const ended = withMessageDelta(started, {
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: 7, output_tokens: 0, cache_read_input_tokens: 0 },
  });
  expect(ended).toMatchObject({
    id: 'msg_1',
    stopReason: 'end_turn',
    usage: { input: 7, output: 0, cacheRead: 0 },
  });
  for (const event of [undefined, {}, { delta: null, usage: null }])
    expect(withMessageDelta(started, event)).toEqual(started);
  expect(messageStartFacts({ id: 'msg_1' }).usage).toBeUndefined();
});

describe('values that repeat the request', () => {
  const BODY = {
    body: JSON.stringify({ system: 'canary-of-mine canary_of_mine', user: 'canary-of-mine-7' }),
  };
  const asked: string[] = [];
  const without = (facts: Parameters<typeof withoutEchoes>[0], model: unknown = 'claude-sonnet-5') => {
    asked.length = 0;
    const request = {
      get sentText() {
        asked.push('sent');
        return BODY;
      },
    };
    return withoutEchoes(facts, model, request);
  };

  test.each(['id', 'model', 'stopReason'] as const)('%s is left out', (name) => {
    const value = name === 'stopReason' ? 'canary_of_mine' : 'canary-of-mine-7';
    const facts = { id: 'msg_1', model: 'claude-sonnet-5', stopReason: 'end_turn', contentBlocks: 1 };
    expect(without({ ...facts, [name]: value })).toEqual({ ...facts, [name]: undefined });
  });

  test.each([
    { id: 'msg_01XFDUDYJgAACzvnptvVoYEL', model: 'claude-sonnet-5', stopReason: 'end_turn' },
    { id: 'msg_bdrk_01XFDUDYJgAACzvnptvVoYEL', model: 'claude-sonnet-5-20260101', stopReason: 'max_tokens' },
    { id: 'compl_01XFDUDYJgAACzvnptvVoYEL', model: undefined, stopReason: 'stop_sequence' },
    { id: 'chatcmpl-3f9c1e5b-2d4e-4f06-a117-c9d2e4f6b801', stopReason: 'tool_use' },
    { id: 'gen-1732789200-AbCdEf', stopReason: 'pause_turn' },
    { stopReason: 'refusal' },
    {},
  ])('usual ones are not compared: %j', (facts) => {
    expect(without(facts)).toBe(facts);
    expect(asked).toEqual([]);
  });

  test('others are, and stay where they repeat nothing', () => {
    for (const facts of [
      { id: 'trace-7f3c9a1e' },
      { model: 'other-model' },
      { stopReason: 'content_filter' },
    ]) {
      expect(without(facts)).toBe(facts);
      expect(asked).toEqual(['sent']);
    }
    // A call without a model in it.
    expect(without({ model: 'canary-of-mine-7' }, undefined).model).toBeUndefined();
    expect(without({ model: 'canary-of-mine-7' }, 'canary-of-mine').model).toBe('canary-of-mine-7');
  });
});

describe('of a long body', () => {
  const content = [{ type: 'text', text: 'x'.repeat(20_000) }];
  const factsOf = (message: object) => longMessageFacts(JSON.stringify(message));

  test('the fields are read at its ends', () => {
    // The middle is not read.
    expect(factsOf({ a: content, id: 'msg_1', usage: { input_tokens: 5 }, content, b: content })).toEqual(
      messageFacts({}),
    );
    expect(factsOf({ id: 'a1'.repeat(64), content }).id).toHaveLength(128);
    expect(factsOf({ model: 'a'.repeat(257), content }).model).toBeUndefined();
    expect(factsOf({ content, usage: null }).usage).toBeUndefined();
  });

  test('the field behind the content counts', () => {
    const [before, after] = ['{"stop_reason":"tool_use",', ',"stop_reason":"end_turn"}'];
    expect(longMessageFacts(`${before}"content":${JSON.stringify(content)}${after}`).stopReason).toBe(
      'end_turn',
    );
  });

  test.each(['', '"', '}', '[]', '{', '\\', 'x'.repeat(20_000), '"content":[', '{"content":['])(
    '%j has none',
    (text) => {
      expect(longMessageFacts(text)).toEqual(messageFacts({}));
    },
  );
});

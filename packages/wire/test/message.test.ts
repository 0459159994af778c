// Token counts of messages: what is billed, and what is the context, by the API's own example and by its variants.
import { describe, expect, test } from 'vitest';
import {
  longMessageFacts,
  messageAttributes,
  messageFacts,
  messageStartFacts,
  withMessageDelta,
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

  test.each([
    ['as the API writes it', { ...head, content, stop_reason: 'end_turn', ...tail }],
    ['with the stop reason first', { ...head, stop_reason: 'end_turn', content, ...tail }],
    ['without tokens', { ...head, content, stop_reason: 'end_turn' }],
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

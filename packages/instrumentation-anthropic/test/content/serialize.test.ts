// Content as attributes of spans and events: within the cap, redacted, and of the form that schemas require.
import { describe, expect, test, vi } from 'vitest';
import { stepsFail } from '../../../../test/support/failed-steps.ts';
import { outputMessages } from '../../src/content/messages.ts';
import { type ContentPlace, REDACTION_FAILED } from '../../src/content/redact-content.ts';
import {
  type CallContent,
  type ContentSettings,
  DEFAULT_MAX_CONTENT_BYTES,
  recordedContent,
  requestContent,
  spanContent,
} from '../../src/content/serialize.ts';

interface Body {
  system?: unknown;
  tools?: unknown;
  messages?: unknown;
}

const callContent = (body: Body, response?: unknown): CallContent => ({
  ...requestContent(body),
  output: outputMessages(response),
});

const onSpanOf = (body: Body, response?: unknown, settings?: ContentSettings) =>
  spanContent(recordedContent(callContent(body, response), settings));

const bytesOf = (attributes: Record<string, string>): number =>
  Object.values(attributes).reduce((total, value) => total + Buffer.byteLength(value), 0);

const user = (content: unknown) => ({ role: 'user', content });
const BODY = {
  system: 'Be brief',
  tools: [{ name: 'weather', input_schema: {} }],
  messages: [user('Hi')],
};
const RESPONSE = { role: 'assistant', content: [{ type: 'text', text: 'Hello' }], stop_reason: 'end_turn' };

describe('what is recorded', () => {
  test('on spans: JSON', () => {
    expect(onSpanOf(BODY, RESPONSE)).toEqual({
      'gen_ai.system_instructions': '[{"type":"text","content":"Be brief"}]',
      'gen_ai.tool.definitions': '[{"type":"function","name":"weather"}]',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
      'gen_ai.output.messages':
        '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]',
    });
  });

  test('on events: the same, structured', () => {
    const recorded = recordedContent(callContent(BODY, RESPONSE));
    expect(recorded).toEqual({
      'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief' }],
      'gen_ai.tool.definitions': [{ type: 'function', name: 'weather' }],
      'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }],
      'gen_ai.output.messages': [
        { role: 'assistant', parts: [{ type: 'text', content: 'Hello' }], finish_reason: 'stop' },
      ],
    });
    for (const [name, value] of Object.entries(spanContent(recorded))) {
      expect(JSON.parse(value)).toEqual(recorded[name as keyof typeof recorded]);
    }
  });

  test('an attribute without content is absent', () => {
    expect(onSpanOf({ messages: [] })).toEqual({});
    expect(onSpanOf({ messages: [user('Hi')], system: '', tools: [] })).toEqual({
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
      'gen_ai.system_instructions': '[{"type":"text","content":""}]',
    });
  });
});

describe('the cap', () => {
  const whole = onSpanOf(BODY, RESPONSE);

  test('content of exactly its size is whole; with a byte less something is cut', () => {
    const size = bytesOf(whole);
    expect(onSpanOf(BODY, RESPONSE, { maxContentBytes: size })).toEqual(whole);
    const less = onSpanOf(BODY, RESPONSE, { maxContentBytes: size - 1 });
    expect(less).not.toEqual(whole);
    expect(bytesOf(less)).toBeLessThan(size);
  });

  test.each([
    ['plain', 'a', 1],
    ['escaped', '"', 2],
    ['a control character', '\u0001', 6],
    ['two bytes', 'é', 2],
    ['three bytes', '語', 3],
    ['a surrogate pair', '😀', 4],
  ])('a text is cut to the byte: %s', (_, character, size) => {
    const body = { messages: [user(character.repeat(10_000))] };
    for (let maxContentBytes = 1_000; maxContentBytes < 1_000 + 2 * size; maxContentBytes += 1) {
      const attributes = onSpanOf(body, undefined, { maxContentBytes });
      const [message] = JSON.parse(attributes['gen_ai.input.messages'] ?? '');
      const content: string = message.parts[0].content;
      const [, kept = '', leftOut] = /^(.*)…\[(\d+) characters left out\]$/s.exec(content) ?? [];
      expect(kept.length + Number(leftOut)).toBe(10_000 * character.length);
      expect(content.isWellFormed()).toBe(true);
      expect(bytesOf(attributes)).toBeLessThanOrEqual(maxContentBytes);
      // Nothing is wasted but the room of notes that were not needed.
      expect(bytesOf(attributes)).toBeGreaterThan(maxContentBytes - 200);
    }
  });

  test('is 64 KiB by default, and stays when the option is no number of bytes', () => {
    const body = { messages: [user('a'.repeat(200_000))] };
    expect(DEFAULT_MAX_CONTENT_BYTES).toBe(65_536);
    for (const maxContentBytes of [undefined, Number.NaN, -1, '9999999' as never]) {
      const size = bytesOf(onSpanOf(body, undefined, { maxContentBytes }));
      expect(size).toBeLessThanOrEqual(65_536);
      expect(size).toBeGreaterThan(65_000);
    }
    expect(onSpanOf(body, undefined, { maxContentBytes: 0 })).toEqual({});
    expect(bytesOf(onSpanOf(body, undefined, { maxContentBytes: Number.POSITIVE_INFINITY }))).toBe(200_056);
  });

  test('a long request leaves room for the answer', () => {
    const messages = [user('q'.repeat(500_000))];
    const response = { content: [{ type: 'text', text: 'a'.repeat(20_000) }], stop_reason: 'end_turn' };
    const attributes = onSpanOf({ messages }, response);
    expect(attributes['gen_ai.output.messages']).toContain('a'.repeat(20_000));
    expect(attributes['gen_ai.input.messages']?.length).toBeGreaterThan(40_000);
  });

  test('of many messages the first and the newest stay, and the gap says how many are missing', () => {
    const messages = Array.from({ length: 500 }, (_, index) => user(`message ${index}`));
    const attributes = onSpanOf({ messages }, undefined, { maxContentBytes: 2_000 });
    const kept = JSON.parse(attributes['gen_ai.input.messages'] ?? '');
    expect(kept[0].parts).toEqual([{ type: 'text', content: 'message 0' }]);
    expect(kept[1].parts).toEqual([
      { type: 'generic', generic_type: 'omitted', messages: 500 - kept.length },
      { type: 'text', content: `message ${500 - kept.length + 1}` },
    ]);
    expect(kept.at(-1).parts).toEqual([{ type: 'text', content: 'message 499' }]);
    expect(kept.length).toBeGreaterThan(20);
    expect(bytesOf(attributes)).toBeLessThanOrEqual(2_000);
  });

  test('one long message does not cost the short ones', () => {
    const messages = [user('task'), user('x'.repeat(100_000)), user('short'), user('newest')];
    const attributes = onSpanOf({ messages }, undefined, { maxContentBytes: 4_000 });
    const kept = JSON.parse(attributes['gen_ai.input.messages'] ?? '');
    expect(kept).toHaveLength(4);
    expect(kept[1].parts[0].content).toMatch(/^x{3000,}…\[\d+ characters left out\]$/);
    expect(kept[2].parts[0].content).toBe('short');
  });

  test('the fields that schemas require stay, whatever is cut', () => {
    const content = [
      { type: 'thinking', thinking: 'h'.repeat(5_000) },
      { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { a: 'x'.repeat(5_000), b: [1, 2, 3] } },
      { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q'.repeat(5_000) } },
    ];
    for (let maxContentBytes = 0; maxContentBytes < 3_000; maxContentBytes += 7) {
      const attributes = onSpanOf({}, { content, stop_reason: 'tool_use' }, { maxContentBytes });
      expect(bytesOf(attributes)).toBeLessThanOrEqual(maxContentBytes);
      const json = attributes['gen_ai.output.messages'];
      if (json === undefined) continue;
      const [message] = JSON.parse(json);
      expect(message).toMatchObject({ role: 'assistant', finish_reason: 'tool_call' });
      for (const part of message.parts) {
        if (part.type === 'reasoning') expect(part.content).toEqual(expect.any(String));
        if (part.type === 'tool_call') expect(part).toMatchObject({ id: 'toolu_1', name: 'weather' });
        if (part.type === 'server_tool_call') expect(part.server_tool_call.type).toBe('web_search');
      }
      const isNote = (part: { generic_type?: string }) => part.generic_type === 'omitted';
      const said = message.parts.find(isNote)?.parts ?? 0;
      expect(message.parts.filter((part: object) => !isNote(part))).toHaveLength(3 - said);
    }
  });

  test('lists, objects and tools say how much of them is missing', () => {
    const input = { list: Array.from({ length: 3_000 }, (_, index) => index) };
    const content = [{ type: 'tool_use', id: 't', name: 'n', input }];
    const tools = Array.from({ length: 300 }, (_, index) => ({ name: `tool_${index}` }));
    const settings = { maxContentBytes: 2_000 };
    const attributes = onSpanOf({ tools }, { content, stop_reason: 'tool_use' }, settings);
    const [message] = JSON.parse(attributes['gen_ai.output.messages'] ?? '');
    const { list } = message.parts[0].arguments;
    expect(list.at(-1)).toBe(`[${3_000 - list.length + 1} items left out]`);
    const definitions = JSON.parse(attributes['gen_ai.tool.definitions'] ?? '');
    expect(definitions.at(-1)).toEqual({
      type: 'omitted',
      name: `${300 - definitions.length + 1} tools left out`,
    });
  });
});

describe('redaction', () => {
  test('sees every text, with its place', () => {
    const seen: Array<[string, ContentPlace]> = [];
    const redactContent = (text: string, where: ContentPlace) => {
      seen.push([text, where]);
      return text.toUpperCase();
    };
    const body = {
      system: 'sys',
      messages: [
        user([
          { type: 'text', text: 'hi' },
          { type: 'image', source: { type: 'url', url: 'https://a.example' } },
          { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'res' }] },
        ]),
      ],
    };
    const response = {
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'tool_use', id: 't', name: 'n', input: { city: 'paris', 'jane@example.org': 1 } },
      ],
      stop_reason: 'tool_use',
    };
    const attributes = onSpanOf(body, response, { redactContent });
    expect(seen).toEqual([
      ['sys', { direction: 'system', type: 'text' }],
      ['hi', { direction: 'input', role: 'user', type: 'text' }],
      ['https://a.example', { direction: 'input', role: 'user', type: 'uri' }],
      ['res', { direction: 'input', role: 'user', type: 'tool_call_response' }],
      ['hm', { direction: 'output', role: 'assistant', type: 'reasoning' }],
      ['paris', { direction: 'output', role: 'assistant', type: 'tool_call' }],
      ['jane@example.org', { direction: 'output', role: 'assistant', type: 'tool_call' }],
    ]);
    expect(attributes['gen_ai.output.messages']).toContain(
      '"arguments":{"city":"PARIS","JANE@EXAMPLE.ORG":1}',
    );
    expect(attributes['gen_ai.system_instructions']).toBe('[{"type":"text","content":"SYS"}]');
  });

  test('a text for which it throws is left out, and the rest goes on', () => {
    stepsFail('redactContent');
    const redactContent = (text: string) => {
      if (text.includes('secret')) throw new Error(`cannot redact ${text}`);
      return text;
    };
    const messages = [
      user([
        { type: 'text', text: 'a secret' },
        { type: 'text', text: 'Hi' },
      ]),
    ];
    const attributes = onSpanOf({ messages }, RESPONSE, { redactContent });
    expect(JSON.parse(attributes['gen_ai.input.messages'] ?? '')[0].parts).toEqual([
      { type: 'text', content: '[left out: redactContent failed]' },
      { type: 'text', content: 'Hi' },
    ]);
    expect(JSON.stringify(attributes)).not.toContain('secret');
    expect(attributes['gen_ai.output.messages']).toContain('Hello');
  });

  test.each([
    ['nothing', () => undefined],
    ['a number', () => 3],
    ['a promise', async () => 'text'],
    ['a promise that rejects', () => Promise.reject(new Error('no'))],
  ])('so is one for which it gives %s', async (_, hook) => {
    stepsFail('redactContent');
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const attributes = onSpanOf({ messages: [user('secret')] }, undefined, { redactContent: hook as never });
    expect(attributes['gen_ai.input.messages']).toContain(REDACTION_FAILED);
    expect(attributes['gen_ai.input.messages']).not.toContain('secret');
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('runs before the cut, so that a secret is seen whole', () => {
    const redactContent = (text: string) => text.replaceAll('123-45-6789', '[ssn]');
    const text = '123-45-6789 '.repeat(1_000);
    for (let maxContentBytes = 300; maxContentBytes < 330; maxContentBytes += 1) {
      const attributes = onSpanOf({ messages: [user(text)] }, undefined, { redactContent, maxContentBytes });
      expect(attributes['gen_ai.input.messages']).toContain('[ssn]');
      expect(attributes['gen_ai.input.messages']).not.toContain('123-');
    }
  });

  test('what it adds counts against the cap', () => {
    const settings = { redactContent: (text: string) => text.repeat(1_000), maxContentBytes: 500 };
    expect(bytesOf(onSpanOf(BODY, RESPONSE, settings))).toBeLessThanOrEqual(500);
  });

  test('runs only on messages that may be recorded', () => {
    const redactContent = vi.fn((text: string) => text);
    const messages = Array.from({ length: 2_000 }, () => user('x'.repeat(1_000)));
    onSpanOf({ messages }, undefined, { redactContent, maxContentBytes: 10_000 });
    expect(redactContent.mock.calls.length).toBeLessThan(60);
  });
});

describe('redactContent', () => {
  const request = (content: readonly object[]) => ({ messages: [{ role: 'assistant', content }] });

  test('of two keys that it makes the same both stay', () => {
    const body = request([{ type: 'tool_use', id: 't', name: 'n', input: { 'a@x.test': 1, 'b@x.test': 2 } }]);
    const recorded = recordedContent(callContent(body), {
      redactContent: (text) => text.replace(/\S+@\S+/, '[mail]'),
    });
    expect(recorded['gen_ai.input.messages']).toMatchObject([
      { parts: [{ arguments: { '[mail]': 1, '[mail] (1)': 2 } }] },
    ]);
  });

  test('is told what a part is that the conventions have no type for', () => {
    const types: string[] = [];
    recordedContent(callContent(request([{ type: 'search_note', note: 'Summary' }])), {
      redactContent: (text, { type }) => {
        types.push(type);
        return text;
      },
    });
    expect(types).toEqual(['search_note']);
  });
});

test('an object whose toJSON gives itself is recorded as it is', () => {
  const input = { city: 'Paris', toJSON: () => input };
  const body = {
    messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input }] }],
  };
  expect(recordedContent(callContent(body))['gen_ai.input.messages']).toMatchObject([
    { parts: [{ arguments: { city: 'Paris' } }] },
  ]);
});

describe('of tools', () => {
  const tools = Array.from({ length: 20 }, (_, index) => ({ name: `tool_${index + 10}` }));
  const whole = onSpanOf({ tools })['gen_ai.tool.definitions'] ?? '';

  test('as many are listed as have room, and the others counted', () => {
    const one = '{"type":"function","name":"tool_10"}'.length;
    const note = '[{"type":"omitted","name":"20 tools left out"}]'.length;
    for (let maxContentBytes = 0; maxContentBytes <= whole.length; maxContentBytes += 1) {
      const text = onSpanOf({ tools }, undefined, { maxContentBytes })['gen_ai.tool.definitions'];
      if (maxContentBytes < note) expect(text).toBeUndefined();
      else if (maxContentBytes === whole.length) expect(text).toBe(whole);
      else {
        const kept = Math.floor((maxContentBytes - note) / (one + 1));
        expect(JSON.parse(text ?? '')).toEqual([
          ...tools.slice(0, kept).map(({ name }) => ({ type: 'function', name })),
          { type: 'omitted', name: `${20 - kept} tools left out` },
        ]);
      }
    }
  });
});

// Whatever is sent and answered, what is recorded is valid, within its cap and without binary data.
import { expect, test } from 'vitest';
import { stepsFail } from '../../../../test/support/failed-steps.ts';
import { random } from '../../../../test/support/random.ts';
import { ContentAccumulator } from '../../src/content/accumulate.ts';
import { outputMessages } from '../../src/content/messages.ts';
import { recordedContent, requestContent, spanContent } from '../../src/content/serialize.ts';

// The data of binary sources, which must never be recorded.
const BINARY = 'QkFTRTY0SVNIRVJF';

class Generator {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  many<Item>(limit: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(limit + 1) }, make);
  }

  text(): string {
    const alphabet = ['a', ' ', '"', '\\', '\n', '\u0001', 'é', '語', '😀', '\ud83d', '\ude00', '…[1 '];
    return this.many(this.one([3, 30, 3_000]), () => this.one(alphabet)).join('');
  }

  value(depth: number): unknown {
    const leaves = [
      null,
      true,
      1.5e300,
      -0,
      Number.NaN,
      undefined,
      7n,
      this.text(),
      Symbol.iterator,
      new Date(NaN),
    ];
    if (depth === 0) return this.one(leaves);
    return this.one<() => unknown>([
      () => this.one(leaves),
      () => this.many(6, () => this.value(depth - 1)),
      () => Object.fromEntries(this.many(6, () => [this.text().slice(0, 400), this.value(depth - 1)])),
      () => this.block(depth - 1),
    ])();
  }

  /** A tool has fields of any name, and they are recorded. */
  #inInput = false;
  #input(depth: number): unknown {
    const before = this.#inInput;
    this.#inInput = true;
    const input = this.value(depth);
    this.#inInput = before;
    return input;
  }

  #opaque(): string {
    return this.#inInput ? 'own' : BINARY;
  }

  source(depth: number): unknown {
    return this.one<() => unknown>([
      () => ({ type: 'base64', media_type: 'image/png', data: BINARY.repeat(this.below(500)) }),
      () => ({ type: 'url', url: this.one(['https://a.example/x', `data:image/png;base64,${BINARY}`]) }),
      () => ({ type: 'file', file_id: 'file_1' }),
      () => ({ type: 'text', media_type: 'text/plain', data: this.text() }),
      () => ({ type: 'content', content: this.content(depth) }),
      () => this.value(depth),
    ])();
  }

  block(depth: number): unknown {
    const inner = Math.max(0, depth - 1);
    return this.one<() => unknown>([
      () => ({ type: 'text', text: this.text() }),
      () => ({ type: 'thinking', thinking: this.text(), signature: this.#opaque() }),
      () => ({ type: 'redacted_thinking', data: BINARY }),
      () => ({ type: 'tool_use', id: 'toolu_1', name: this.text(), input: this.#input(inner) }),
      () => ({ type: 'tool_result', tool_use_id: 'toolu_1', content: this.content(inner) }),
      () => ({ type: 'server_tool_use', id: 's', name: 'web_search', input: this.#input(inner) }),
      () => ({
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [{ type: 'web_search_result', title: this.text(), encrypted_content: this.#opaque() }],
      }),
      () => ({ type: this.one(['image', 'document']), title: this.text(), source: this.source(inner) }),
      () => ({ type: 'compaction', content: this.text(), encrypted_content: this.#opaque() }),
      () => ({ type: 'new_block', value: this.value(inner), mimeType: 'audio/wav', data: BINARY }),
      () => this.value(inner),
    ])();
  }

  content(depth: number): unknown {
    return this.one<() => unknown>([() => this.text(), () => this.many(5, () => this.block(depth))])();
  }

  body(): unknown {
    return {
      system: this.content(1),
      tools: this.many(20, () => ({
        name: this.text(),
        type: this.one([undefined, 'custom', 'bash_20250124']),
      })),
      messages: this.many(this.one([2, 10, 60]), () => ({
        role: this.one(['user', 'assistant', 'system', undefined]),
        content: this.content(3),
      })),
    };
  }

  response(): unknown {
    const stop_reason = this.one(['end_turn', 'tool_use', 'refusal', null]);
    return { role: 'assistant', content: this.many(6, () => this.block(3)), stop_reason };
  }

  streamed(): unknown {
    const accumulator = new ContentAccumulator(this.one([0, 100, 65_536]));
    accumulator.event({ type: 'message_start', message: { role: 'assistant' } });
    for (let index = 0; index < this.below(8); index += 1) {
      accumulator.event({ type: 'content_block_start', index, content_block: this.block(2) });
      const delta = this.one([
        { type: 'text_delta', text: this.text() },
        { type: 'thinking_delta', thinking: this.text() },
        { type: 'input_json_delta', partial_json: `{"a":${JSON.stringify(this.text())}` },
        { type: 'compaction_delta', content: this.text() },
      ]);
      for (let count = this.below(4); count > 0; count -= 1) {
        accumulator.event({ type: 'content_block_delta', index: this.below(8), delta });
      }
    }
    return accumulator.message();
  }
}

test('never throws, always valid JSON of the right shape, never above the cap, never binary data', () => {
  stepsFail('redactContent');
  for (let seed = 1; seed <= 250; seed += 1) {
    const make = new Generator(seed);
    const maxContentBytes = make.one([0, 10, 60, 300, 1_000, 5_000, 65_536]);
    const redactContent = make.one([
      undefined,
      (text: string) => text.slice(1),
      (text: string) => (text.length % 2 === 0 ? `${text}${text}` : (undefined as never)),
    ]);
    const content = {
      ...requestContent(make.body()),
      output: outputMessages(make.one([() => make.response(), () => make.streamed()])()),
    };
    const recorded = recordedContent(content, { maxContentBytes, redactContent });
    const attributes = spanContent(recorded);
    const json = Object.values(attributes);
    const size = json.reduce((total, text) => total + Buffer.byteLength(text), 0);
    expect(size, `seed ${seed}`).toBeLessThanOrEqual(maxContentBytes);
    expect(json.join(), `seed ${seed}`).not.toContain(BINARY);
    expect(JSON.parse(JSON.stringify(recorded)), `seed ${seed}`).toEqual(
      Object.fromEntries(Object.entries(attributes).map(([name, text]) => [name, JSON.parse(text)])),
    );
    checkShape(attributes, seed);
  }
});

function checkShape(attributes: Record<string, string>, seed: number): void {
  const about = `seed ${seed}`;
  const messages = (name: string) => JSON.parse(attributes[name] ?? '[]');
  const parts = messages('gen_ai.system_instructions');
  for (const message of [...messages('gen_ai.input.messages'), ...messages('gen_ai.output.messages')]) {
    expect(message.role, about).toEqual(expect.any(String));
    parts.push(...message.parts);
  }
  for (const message of messages('gen_ai.output.messages')) {
    expect(message.finish_reason, about).toEqual(expect.any(String));
  }
  for (const part of parts) {
    expect(part.type, about).toEqual(expect.any(String));
    if (part.type === 'text' || part.type === 'reasoning') {
      expect(part.content, about).toEqual(expect.any(String));
      expect(part.content.isWellFormed(), about).toBe(true);
    }
  }
  for (const tool of messages('gen_ai.tool.definitions')) {
    expect(tool, about).toEqual({ type: expect.any(String), name: expect.any(String) });
  }
}

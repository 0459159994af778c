// Content that is cut twice: each note has the total of what was left out.
import { describe, expect, test } from 'vitest';
import { fitMessages, fitParts, newestMessages, shares } from '../../src/content/fit.ts';
import { jsonSize } from '../../src/content/json-size.ts';
import {
  LeftOut,
  type Message,
  omittedPart,
  type Part,
  plain,
  Text,
  type Tree,
} from '../../src/content/tree.ts';

const part = (length: number): Part => ({ type: 'text', content: new Text('x'.repeat(length), 0) });
const message = (...parts: readonly Part[]): Message => ({ role: 'user', parts: [...parts] });

test('parts that were left out before are counted with those that are left out now', () => {
  const fitted = fitParts([part(100), part(100), omittedPart('parts', 5)], 100) ?? [];
  expect(plain(fitted.at(-1) ?? null)).toMatchObject({ generic_type: 'omitted', parts: 7 });
});

test('where texts are cut and no message is lost, the note of messages that were lost before stays behind the first', () => {
  const given = [
    message(part(1_000)),
    message(omittedPart('messages', 3), part(1_000)),
    message(part(1_000)),
  ];
  const fitted = fitMessages(given, 1_500) ?? [];
  expect(fitted.map(({ parts: [first] }) => plain(first ?? null))).toEqual([
    expect.objectContaining({ type: 'text' }),
    { type: 'generic', generic_type: 'omitted', messages: 3 },
    expect.objectContaining({ type: 'text' }),
  ]);
});

test.each<[wants: number[], total: number, given: number[]]>([
  [[], 10, []],
  [[5], 10, [5]],
  [[5], 3, [3]],
  [[5], -3, [0]],
  [[5, 5], 10, [5, 5]],
  [[9, 1, 9], 10, [4, 1, 5]],
  [[100, 2, 50, 2], 44, [20, 2, 20, 2]],
  [[3, 3, 3], 8, [2, 3, 3]],
  [[0, 7], 5, [0, 5]],
])('of the wants %j the total %i gives %j', (wants, total, given) => {
  expect(shares(wants, total)).toEqual(given);
});

describe('into each number of bytes', () => {
  const text = (length: number): Text => new Text('x'.repeat(length));
  const list = (length: number): Tree[] => Array.from({ length }, (_, index) => index % 10);

  test.each<[what: string, part: Part, spare: number, from: number]>([
    ['a text', { type: 'text', content: text(300) }, 73, 144],
    ['a list', { type: 'tool_call', name: 'n', arguments: list(200) }, 88, 156],
    [
      'an object',
      {
        type: 'tool_call',
        name: 'n',
        arguments: Object.fromEntries(list(150).map((item, index) => [`k${index}`, item])),
      },
      95,
      174,
    ],
    [
      'texts in an object',
      { type: 'tool_call', arguments: { type: 'a', b: text(150), c: [text(100), text(50)] } },
      186,
      174,
    ],
  ])('of %s as much is kept as has room', (_, whole, spare, from) => {
    const size = jsonSize([whole]);
    expect(fitParts([whole], size)).toEqual([whole]);
    let most = 0;
    let first = 0;
    for (let bytes = 60; bytes < size; bytes += 1) {
      const fitted = fitParts([whole], bytes);
      if (fitted === undefined) continue;
      const used = jsonSize(fitted);
      expect(used).toBeLessThanOrEqual(bytes);
      // The room that notes may need is set aside.
      if (fitted[0]?.type !== whole.type) continue;
      most = Math.max(most, bytes - used);
      first ||= bytes;
    }
    expect([most, first]).toEqual([spare, from]);
  });

  const onlyPart = (part: Part, bytes: number): unknown => plain((fitParts([part], bytes) ?? [])[0] ?? null);

  test('a note counts what is missing, with what was missing before', () => {
    const part = (tree: Tree): Part => ({ type: 'tool_call', arguments: tree });
    const of = (tree: Tree, bytes: number): unknown =>
      (onlyPart(part(tree), bytes) as { arguments: unknown }).arguments;
    const cut = of(list(200), 200) as unknown[];
    expect(cut.at(-1)).toBe(`[${200 - (cut.length - 1)} items left out]`);
    const again = of([...list(200), new LeftOut(1000, 'items')], 200) as unknown[];
    expect(again.at(-1)).toBe(`[${1200 - (again.length - 1)} items left out]`);
    const object = of(
      {
        ...Object.fromEntries(list(100).map((_, index) => [`k${index}`, 1])),
        '[left out]': new LeftOut(50, 'properties'),
      },
      300,
    ) as object;
    expect(Object.values(object).at(-1)).toBe(
      `[${150 - (Object.keys(object).length - 1)} properties left out]`,
    );
    expect(of(new Text('x'.repeat(500), 40), 250)).toMatch(/^x+…\[\d+ characters left out\]$/);
    const [, kept = '', left = ''] =
      /^(x+)…\[(\d+)/.exec(String(of(new Text('x'.repeat(500), 40), 250))) ?? [];
    expect(kept.length + Number(left)).toBe(540);
  });

  test('an object keeps its type', () => {
    const part: Part = { type: 'tool_call', arguments: { type: 'kept', a: text(500), b: 1 } };
    for (let bytes = 130; bytes < 500; bytes += 10) {
      const { arguments: fitted } = (onlyPart(part, bytes) ?? {}) as { arguments?: { type?: string } };
      if (fitted) expect(fitted.type).toBe('kept');
    }
  });

  test('where not even a note has room, nothing is given', () => {
    const note = jsonSize([omittedPart('messages', Number.MAX_SAFE_INTEGER)]);
    const parts = [part(1000)];
    expect(fitParts(parts, note - 1)).toBeUndefined();
    expect(plain(fitParts(parts, note) ?? null)).toEqual([
      { type: 'generic', generic_type: 'omitted', parts: 1 },
    ]);
    expect(fitMessages([message(part(1000))], 10)).toBeUndefined();
    expect(fitParts([], 2)).toEqual([]);
    expect(fitParts([], 1)).toBeUndefined();
  });
});

describe('of messages', () => {
  const named = (name: string, length = 200): Message => ({ role: 'user', name, parts: [part(length)] });
  const namesOf = (messages: readonly Message[] | undefined): unknown[] =>
    (messages ?? []).map(({ name }) => name);
  const gapOf = (messages: readonly Message[] | undefined): unknown =>
    messages?.map(({ parts: [first] }) => (first?.generic_type === 'omitted' ? first.messages : 0));
  const four = ['a', 'b', 'c', 'd'].map((name) => named(name));

  test('the newest stays longest, then the first, then the newer ones', () => {
    const kept = new Set<string>();
    for (let bytes = 100; bytes <= jsonSize(four as Message[]); bytes += 1)
      kept.add(namesOf(fitMessages(four, bytes)).join(''));
    expect([...kept]).toEqual(['', 'd', 'ad', 'acd', 'abcd']);
  });

  test('the message behind the gap says how many are missing', () => {
    const whole = jsonSize(four as Message[]);
    expect(gapOf(fitMessages(four, whole))).toEqual([0, 0, 0, 0]);
    const three = fitMessages(four, whole - 100);
    expect([namesOf(three), gapOf(three)]).toEqual([
      ['a', 'c', 'd'],
      [0, 1, 0],
    ]);
    const one = fitMessages(four, 250);
    expect([namesOf(one), gapOf(one)]).toEqual([['d'], [3]]);
  });

  test('a gap that was there is counted, and its note is not kept twice', () => {
    const [a, b, c, d] = four as [Message, Message, Message, Message];
    const gap = { ...c, parts: [omittedPart('messages', 7), ...c.parts] };
    const fitted = fitMessages([a, b, gap, d], jsonSize([a, b, gap, d]) - 100);
    expect([namesOf(fitted), gapOf(fitted)]).toEqual([
      ['a', 'c', 'd'],
      [0, 8, 0],
    ]);
    expect(fitted?.[1]?.parts).toHaveLength(2);
  });

  test('a cap has room for a small message, too', () => {
    expect(namesOf(fitMessages([named('a', 5), named('b', 2000)], 400))).toEqual(['a', 'b']);
  });

  test('only those that may have room are prepared', () => {
    const prepared: unknown[] = [];
    const prepare = <M extends Message>(one: M): M => {
      prepared.push(one.name);
      return one;
    };
    const many = Array.from({ length: 20 }, (_, index) => named(`m${index}`));
    // Each is counted as 256 bytes at most.
    const newest = newestMessages(many, 700, prepare);
    expect(namesOf(newest)).toEqual(['m0', 'm17', 'm18', 'm19']);
    expect(gapOf(newest)).toEqual([0, 16, 0, 0]);
    expect(prepared).toEqual(['m19', 'm18', 'm17', 'm0']);
    expect(newestMessages([], 700, prepare)).toEqual([]);
    expect(namesOf(newestMessages(many.slice(0, 1), 700, prepare))).toEqual(['m0']);
    expect(namesOf(newestMessages(many.slice(0, 2), 0, prepare))).toEqual(['m0', 'm1']);
    expect(namesOf(newestMessages(many.slice(0, 2), -1, prepare))).toEqual(['m0']);
    const before = [named('a'), { ...named('b'), parts: [omittedPart('messages', 5), part(1)] }, ...many];
    expect(gapOf(newestMessages(before, 0, prepare))).toEqual([0, 5 + 20]);
  });
});

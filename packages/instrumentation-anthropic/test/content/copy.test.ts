// A copy of any value as JSON would have it, within its room: no binary data, no code that is run twice, nothing thrown.
import { describe, expect, test } from 'vitest';
import { copyOf, lengthOf, newAllowance, read } from '../../src/content/copy.ts';
import { plain } from '../../src/content/tree.ts';

const copied = (value: unknown, room: Partial<ReturnType<typeof newAllowance>> = {}): unknown => {
  const tree = copyOf(value, { ...newAllowance(), ...room });
  return tree === undefined ? undefined : plain(tree);
};
const fails = (): never => {
  throw new Error('no');
};
const within = (levels: number, inner: unknown): unknown => {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

describe('values', () => {
  test.each<[value: unknown, copy: unknown]>([
    [null, null],
    [true, true],
    [false, false],
    [-1.5, -1.5],
    [Number.NaN, null],
    [Number.NEGATIVE_INFINITY, null],
    ['', ''],
    ['a\ud800', 'a\ufffd'],
    [undefined, undefined],
    [7n, undefined],
    [Symbol('x'), undefined],
    [fails, undefined],
    [
      [1, undefined, [2]],
      [1, [2]],
    ],
    [{ a: undefined, b: 1 }, { b: 1 }],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [{ toJSON: fails }, undefined],
    [new Uint8Array(5), { omitted_bytes: 5 }],
    [new ArrayBuffer(6), { omitted_bytes: 6 }],
    [new DataView(new ArrayBuffer(7)), { omitted_bytes: 7 }],
  ])('%o', (value, copy) => {
    expect(copied(value)).toEqual(copy);
  });

  test('a type comes first, and the others in their order', () => {
    expect(JSON.stringify(copied({ b: 1, a: 2, type: 'x', c: 3 }))).toBe('{"type":"x","b":1,"a":2,"c":3}');
    expect(JSON.stringify(copied({ b: 1, a: 2 }))).toBe('{"b":1,"a":2}');
  });

  test('32 levels', () => {
    expect(copied(within(31, 'a'))).toEqual(within(31, 'a'));
    expect(copied(within(32, 'a'))).toEqual(within(32, 'a'));
    expect(copied(within(33, 'a'))).toEqual(within(31, []));
  });

  test('keys up to 256 characters', () => {
    const [fits, long] = ['k'.repeat(256), 'k'.repeat(257)];
    expect(copied({ [fits]: 1 })).toEqual({ [fits]: 1 });
    expect(copied({ [long]: 1 })).toEqual({ [`${'k'.repeat(255)}…`]: 1 });
    expect(copied({ 'a\ud800': 1 })).toEqual({ 'a\ufffd': 1 });
  });
});

describe('the fields of the API that say nothing', () => {
  test('are left out of what has a type', () => {
    const fields = {
      signature: 's',
      cache_control: { ttl: '1h' },
      encrypted_content: 'e',
      encrypted_index: 'i',
    };
    expect(copied({ type: 'x', text: 'a', ...fields })).toEqual({ type: 'x', text: 'a' });
    // An object of the application has none.
    expect(copied({ text: 'a', ...fields })).toEqual({ text: 'a', ...fields });
    expect(copied({ type: 7, signature: 's' })).toEqual({ type: 7, signature: 's' });
    expect(copied({ type: 'x', not_encrypted_: 'a', Signature: 'b' })).toEqual({
      type: 'x',
      not_encrypted_: 'a',
      Signature: 'b',
    });
  });

  test.each<[base64: string, bytes: number]>([
    ['', 0],
    ['=', 0],
    ['==', 0],
    ['QQ==', 1],
    ['QUI=', 2],
    ['QUJD', 3],
    ['QUJDRA==', 4],
    ['QUJDRA', 4],
  ])('the data %j are %i bytes', (data, bytes) => {
    expect(copied({ type: 'base64', data })).toEqual({ type: 'base64', omitted_bytes: bytes });
    expect(copied(`data:image/png;base64,${data}`)).toBe(`data:image/png;base64,[${bytes} bytes left out]`);
  });

  test.each<[value: object, copy: object]>([
    [
      { type: 'redacted_thinking', data: 'QQ==' },
      { type: 'redacted_thinking', omitted_bytes: 1 },
    ],
    [
      { media_type: 'image/png', data: 'QQ==' },
      { media_type: 'image/png', omitted_bytes: 1 },
    ],
    [
      { mime_type: 'image/png', data: 'QQ==' },
      { mime_type: 'image/png', omitted_bytes: 1 },
    ],
    [
      { mimeType: 'image/png', blob: 'QQ==' },
      { mimeType: 'image/png', omitted_bytes: 1 },
    ],
    [
      { mimeType: 'image/png', data: { secret: 1 } },
      { mimeType: 'image/png', '[left out]': '[1 properties left out]' },
    ],
    [
      { mimeType: 'image/png', data: 'QQ==', blob: 7 },
      { mimeType: 'image/png', omitted_bytes: 1, '[left out]': '[1 properties left out]' },
    ],
    [
      { mimeType: 'image/png', data: new Uint8Array(3) },
      { mimeType: 'image/png', data: { omitted_bytes: 3 } },
    ],
    [
      { mimeType: 'image/png', data: null },
      { mimeType: 'image/png', data: null },
    ],
    [
      { mimeType: 'image/png', text: 'a' },
      { mimeType: 'image/png', text: 'a' },
    ],
    [
      { media_type: 7, data: 'a' },
      { media_type: 7, data: 'a' },
    ],
    [{ data: 'a' }, { data: 'a' }],
    ...[
      'text/csv',
      'application/json',
      'image/svg+xml',
      'text/javascript',
      'application/x-yaml',
      'TEXT/plain',
    ].map((media_type): [object, object] => [
      { media_type, data: 'a' },
      { media_type, data: 'a' },
    ]),
    [
      { media_type: 'x-text/csv', data: 'QQ==' },
      { media_type: 'x-text/csv', omitted_bytes: 1 },
    ],
    // A source in base64 is binary, whatever its type.
    [
      { type: 'base64', media_type: 'text/plain', data: 'QQ==' },
      { type: 'base64', media_type: 'text/plain', omitted_bytes: 1 },
    ],
  ])('binary data are: %j', (value, copy) => {
    expect(copied(value)).toEqual(copy);
  });

  test.each<[text: string, copy: string]>([
    ['a data:;base64,QQ== b', 'a data:;base64,[1 bytes left out] b'],
    ['DATA:image/png;a=b;BASE64,QQ==', 'DATA:image/png;a=b;BASE64,[1 bytes left out]'],
    ['data:a/b;base64,QUJD\r\nQUJD\nno more', 'data:a/b;base64,[7 bytes left out]\nno more'],
    [
      'two data:a/b;base64,QQ== data:a/b;base64,QUI=',
      'two data:a/b;base64,[1 bytes left out] data:a/b;base64,[2 bytes left out]',
    ],
    ['data:text/plain,QQ==', 'data:text/plain,QQ=='],
    ['base64,QQ==', 'base64,QQ=='],
  ])('%j', (text, copy) => {
    expect(copied(text)).toBe(copy);
  });
});

describe('the room', () => {
  test('for values, of which each counts', () => {
    const room = newAllowance();
    copyOf({ a: [1, 'b'], c: null }, room);
    expect(room.values).toBe(10_000 - 5);
    expect(room.cut).toBe(false);
    expect(copied([1, 2, 3], { values: 4 })).toEqual([1, 2, 3]);
    expect(copied([1, 2, 3], { values: 3 })).toEqual([1, 2, '[1 items left out]']);
    expect(copied([1, 2, 3], { values: 1 })).toEqual(['[3 items left out]']);
    expect(copied([1, 2, 3], { values: 0 })).toBeUndefined();
    expect(copied({ a: 1, b: 2, c: 3 }, { values: 4 })).toEqual({ a: 1, b: 2, c: 3 });
    expect(copied({ a: 1, b: 2, c: 3 }, { values: 3 })).toEqual({
      a: 1,
      b: 2,
      '[left out]': '[1 properties left out]',
    });
    expect(copied({ a: [1, 2], b: 2 }, { values: 3 })).toEqual({
      a: [1, '[1 items left out]'],
      '[left out]': '[1 properties left out]',
    });
    for (const value of [[1, 2, 3], { a: 1, b: 2, c: 3 }, within(3, 'a')]) {
      const small = { ...newAllowance(), values: 3 };
      copyOf(value, small);
      expect(small.cut).toBe(true);
    }
  });

  test('for characters, of texts and of keys', () => {
    expect(copied('abcdef', { characters: 6 })).toBe('abcdef');
    expect(copied('abcdef', { characters: 4 })).toBe('abcd…[2 characters left out]');
    expect(copied(['abc', 'def'], { characters: 4 })).toEqual(['abc', 'd…[2 characters left out]']);
    expect(copied({ key: 'abc' }, { characters: 5 })).toEqual({ key: 'abc' });
    const room = newAllowance(100);
    copyOf({ key: 'abc', ['k'.repeat(300)]: 1 }, room);
    expect(room.characters).toBe(100 - 3 - 3 - 256);
    const small = newAllowance(3);
    copyOf('abcd', small);
    expect(small).toMatchObject({ characters: 0, cut: true });
    const exact = newAllowance(4);
    copyOf('abcd', exact);
    expect(exact).toMatchObject({ characters: 0, cut: false });
  });
});

describe('reads', () => {
  test('throw nothing', () => {
    const proxy = new Proxy([], { get: fails });
    expect([
      read(proxy, 'a'),
      read({ a: 1 }, 'a'),
      read('text', 'length'),
      read(undefined, 'a'),
      read([5], 0),
    ]).toEqual([undefined, 1, undefined, undefined, 5]);
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    expect([
      lengthOf([1, 2]),
      lengthOf('ab'),
      lengthOf({ length: 2 }),
      lengthOf(proxy),
      lengthOf(revoked.proxy),
    ]).toEqual([2, undefined, undefined, undefined, undefined]);
    const odd = new Proxy([], { get: (_, name) => (name === 'length' ? 1.5 : 1) });
    expect(lengthOf(odd)).toBeUndefined();
  });

  test('a getter runs once, and one that throws leaves out its field alone', () => {
    let times = 0;
    const value = {
      get once() {
        times += 1;
        return times;
      },
      get never() {
        return fails();
      },
      b: 1,
    };
    expect(copied(value)).toEqual({ once: 1, b: 1 });
    expect(times).toBe(1);
  });
});

// The facts of a body are read from what was sent, and from the application's object only where that runs no code of it.
import { expect, test, vi } from 'vitest';
import { readBody } from '../src/attributes/read-body.ts';

const SENT = '{"model":"sent"}';
const GIVEN = { model: 'given', messages: [{ role: 'user', content: ['a', { b: null }] }] };

class Message {
  toJSON(): object {
    throw new Error('it was called');
  }
}
const getter = (): object =>
  Object.defineProperty({}, 'content', {
    enumerable: true,
    get: () => {
      throw new Error('it was read');
    },
  });
const within = (levels: number, inner: unknown): object => {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = { value };
  return value as object;
};

test('what was sent is read', () => {
  expect(readBody(GIVEN, SENT)).toEqual({ model: 'sent' });
  expect(readBody(getter(), SENT)).toEqual({ model: 'sent' });
  expect(readBody(GIVEN, 'no JSON')).toBeUndefined();
});

test.each([undefined, null, 'text', 7])('of %j nothing is read', (given) => {
  expect(readBody(given, SENT)).toBe(given);
});

test('a form, bytes or a stream is given back as it is', () => {
  const withGetter = getter();
  for (const sent of [new FormData(), new Uint8Array(3), new ReadableStream(), null]) {
    expect(readBody(GIVEN, sent)).toBe(GIVEN);
    expect(readBody(withGetter, sent)).toBe(withGetter);
  }
});

test('bytes are not read, and their properties are not listed, wherever they are', () => {
  const listed = vi.spyOn(Object, 'keys');
  for (const bytes of [new Uint8Array(3), Buffer.from('abc'), new ArrayBuffer(3)])
    for (const sent of [bytes, undefined, SENT]) expect(readBody(bytes, sent)).toBeUndefined();
  const holder = { messages: [new Float64Array(3)], data: new Uint8Array(3) };
  expect(readBody(holder, undefined)).toBe(holder);
  const count = listed.mock.calls.filter(([value]) => ArrayBuffer.isView(value)).length;
  listed.mockRestore();
  expect(count).toBe(0);
});

test.each<[what: string, sent: unknown]>([
  ['was not sent', undefined],
  ['was sent as more than a megabyte', `"${'x'.repeat(1024 * 1024 - 1)}"`],
])('a body that %s is the object of the application, where that has only data', (_, sent) => {
  expect(readBody(GIVEN, sent)).toBe(GIVEN);
  for (const given of [
    getter(),
    { messages: [getter()] },
    { messages: [{ content: [{ deep: getter() }] }] },
    new Message(),
    { messages: [new Message()] },
    Object.assign(Object.create({ toJSON: () => ({}) }), GIVEN),
    Object.defineProperty([1], 0, { enumerable: true, get: () => 1 }),
  ])
    expect(readBody(given, sent)).toBeUndefined();
});

test('a text of a megabyte is read, and of a longer one the object', () => {
  const text = (length: number) => `"${'x'.repeat(length - 2)}"`;
  expect(readBody(GIVEN, text(1024 * 1024))).toHaveLength(1024 * 1024 - 2);
  expect(readBody(GIVEN, text(1024 * 1024 + 1))).toBe(GIVEN);
});

test('64 levels of an object are looked at', () => {
  expect(readBody(within(64, getter()), undefined)).toBeDefined();
  expect(readBody(within(63, getter()), undefined)).toBeUndefined();
});

test('a hundred thousand properties of an object are looked at, whatever holds them', () => {
  const filled = (count: number) => Array.from({ length: count }, (_, index) => index);
  // Lists and objects are looked at from the last to the first.
  const behind = (list: object) => ({ getter: getter(), list });
  expect(readBody(behind(filled(99_990)), undefined)).toBeUndefined();
  expect(readBody(behind(filled(100_001)), undefined)).toBeDefined();
  expect(readBody(behind(Object.assign({}, filled(100_001))), undefined)).toBeDefined();
});

// Attaches a value to an object of other code, which cannot see it.
import { expect, test } from 'vitest';
import { privateSlot } from '../src/call/private-slot.ts';

test('each slot has its own value on an object, and none where none was set', () => {
  const [one, other] = [privateSlot<string>(), privateSlot<string>()];
  const object = {};
  one.set(object, 'a');
  expect([one.get(object), other.get(object), one.get({})]).toEqual(['a', undefined, undefined]);
  one.set(object, 'b');
  other.set(object, 'c');
  expect([one.get(object), other.get(object)]).toEqual(['b', 'c']);
  one.set(object, undefined);
  expect(one.get(object)).toBeUndefined();
  expect(Reflect.ownKeys(object)).toEqual([]);
});

test.each([[undefined], [null], [7], ['text'], [() => 1]])('%j has none', (value) => {
  expect(privateSlot<string>().get(value)).toBeUndefined();
});

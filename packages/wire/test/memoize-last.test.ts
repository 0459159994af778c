// A function asked the same text again answers from memory; any other question is derived.
import { expect, test, vi } from 'vitest';
import { memoizeLast } from '../src/memoize-last.ts';

test('a text that was asked last is not derived again, and any other is', () => {
  const derive = vi.fn((question: string) => ({ question }));
  const ask = memoizeLast(derive);
  const first = ask('a');
  expect(ask('a')).toBe(first);
  expect(derive).toHaveBeenCalledTimes(1);
  expect(ask('b')).toEqual({ question: 'b' });
  expect(ask('a')).toEqual({ question: 'a' });
  expect(derive.mock.calls).toEqual([['a'], ['b'], ['a']]);
});

test('an empty text and an answer of nothing are remembered, too', () => {
  const derive = vi.fn((): undefined => undefined);
  const ask = memoizeLast(derive);
  expect([ask(''), ask('')]).toEqual([undefined, undefined]);
  expect(derive).toHaveBeenCalledTimes(1);
});

test('objects are asked each time: they may have changed', () => {
  const derive = vi.fn((url: unknown) => String(url));
  const ask = memoizeLast(derive);
  const url = new URL('https://a.example/b');
  expect(ask(url)).toBe('https://a.example/b');
  url.pathname = '/c';
  expect(ask(url)).toBe('https://a.example/c');
  expect(derive).toHaveBeenCalledTimes(2);
});

// That a text is derived once while it is remembered, and that memory is bounded.
import { expect, test } from 'vitest';
import { memoizeFew } from '../src/memoize-few.ts';

test('what was asked before is not derived again, until there are too many', () => {
  const asked: string[] = [];
  const shout = memoizeFew(2, (text) => {
    asked.push(text);
    return text.toUpperCase();
  });
  expect(['a', 'b', 'a', 'b'].map(shout)).toEqual(['A', 'B', 'A', 'B']);
  expect(asked).toEqual(['a', 'b']);
  expect(['c', 'c', 'a'].map(shout)).toEqual(['C', 'C', 'A']);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

// What is fitted again, into less: each note of what was left out says how much that is in all.
import { expect, test } from 'vitest';
import { fitMessages, fitParts } from '../../src/content/fit.ts';
import { type Message, omittedPart, type Part, plain, Text } from '../../src/content/tree.ts';

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
